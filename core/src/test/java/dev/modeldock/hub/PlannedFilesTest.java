package dev.modeldock.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.fakes.Content;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan tells of files before they are here, and what becomes of that. */
class PlannedFilesTest {
    private static final Content TEXT = Content.of("some text");

    @TempDir
    Path temp;

    private static PlannedFiles planned(RemoteFile... files) {
        return new PlannedFiles(
                new Snapshot("a/b", "main", "c".repeat(40), Snapshot.Layout.MODEL, List.of(files), Map.of()));
    }

    private static RemoteFile file(String path) {
        return RemoteFile.of(path, TEXT.size());
    }

    @Test
    void whatBothKeepInTheSameWayIsKnownAtOnce() {
        PlannedFiles planned = planned(
                file("config.json").withGitSha1(TEXT.gitSha1()),
                file("model.safetensors").withSha256(TEXT.sha256()));
        HubEntry.File small = planned.byPath().get("config.json");
        assertTrue(planned.isSettled("config.json"));
        assertFalse(small.isLarge());
        assertEquals(TEXT.gitSha1(), small.etag());
        HubEntry.File large = planned.byPath().get("model.safetensors");
        assertTrue(planned.isSettled("model.safetensors"));
        assertTrue(large.isLarge());
        assertEquals(TEXT.sha256(), large.etag());
        assertEquals(TEXT.size(), large.size());
    }

    @Test
    void whatThePlaceKeepsOtherwiseIsKnownWhenItIsHere() throws Exception {
        PlannedFiles planned = planned(
                file("picture.png").withSha256(TEXT.sha256()), file("small.bin").withGitSha1(TEXT.gitSha1()));
        assertFalse(planned.isSettled("picture.png"));
        assertFalse(planned.isSettled("small.bin"));
        assertTrue(planned.byPath().get("picture.png").isLarge(), "until then it is what its place says");
        assertFalse(planned.byPath().get("small.bin").isLarge());
        Path bytes = Files.write(temp.resolve("bytes"), TEXT.bytes());
        StagedBlob here = new StagedBlob(new Blob(TEXT.sha256(), TEXT.size(), 0, ""), bytes, false);
        assertEquals(TEXT.gitSha1(), planned.settle("picture.png", here).etag());
        assertEquals(TEXT.sha256(), planned.settle("small.bin", here).etag());
        assertTrue(planned.isSettled("picture.png"));
        assertFalse(planned.byPath().get("picture.png").isLarge());
        assertTrue(planned.byPath().get("small.bin").isLarge());
    }

    @Test
    void whatHasNoSizeOrNoHashIsNotKnown() {
        PlannedFiles planned = planned(RemoteFile.of("a.json", RemoteFile.UNKNOWN), file("b.json"));
        assertFalse(planned.isSettled("a.json"));
        assertFalse(planned.isSettled("b.json"));
        assertEquals(40, planned.byPath().get("b.json").oid().length());
    }
}
