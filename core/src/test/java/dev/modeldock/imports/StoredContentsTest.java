package dev.modeldock.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.modeldock.Accounting;
import dev.modeldock.MutableClock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.BlobStore;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.ContentHash;
import dev.modeldock.blobs.Space;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.database.Database;
import dev.modeldock.events.Events;
import dev.modeldock.models.Access;
import dev.modeldock.models.Model;
import dev.modeldock.models.ModelChange;
import dev.modeldock.models.ModelName;
import dev.modeldock.models.Models;
import dev.modeldock.models.NewVersion;
import dev.modeldock.models.VersionFile;
import dev.modeldock.spi.RemoteFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredContentsTest {
    private static final Caller ANNA = new Caller("anna", EnumSet.of(Scope.WRITE), Optional.empty());
    private static final int MORE_THAN_A_PAGE = 1203;

    @TempDir
    private Path data;

    private Database database;
    private Space space;
    private Blobs blobs;
    private Models models;
    private int stagings;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(data.resolve("modeldock.db"));
        space = new Space(data, 50 << 20, 0);
        blobs = new Blobs(data.resolve("blobs"), new BlobStore(database), space, new MutableClock());
        models = new Models(database, blobs, new Events(database, new MutableClock()), new MutableClock());
    }

    @AfterEach
    void close() throws IOException {
        Accounting.assertExact(space, data);
        blobs.close();
        database.close();
    }

    @Test
    void whatIsHereIsFoundByEitherHash() throws Exception {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
            texts.add("content " + i);
        }
        publish("anna/m", texts);
        List<RemoteFile> asked = new ArrayList<>();
        for (String text : texts) {
            Blob blob = blob(text);
            asked.add(file("git " + text, text).withGitSha1(blob.gitSha1()));
            asked.add(file("sha " + text, text).withSha256(blob.sha256()));
            asked.add(file("no " + text, "not here")
                    .withGitSha1(blob("not " + text).gitSha1()));
            asked.add(file("never " + text, "no hash"));
        }
        try (Staging staging = stage()) {
            StoredContents contents = contents("bert", staging, asked);
            for (RemoteFile file : asked) {
                boolean here = file.path().startsWith("git") || file.path().startsWith("sha");
                assertEquals(here, contents.find(file).isPresent(), file.path());
                assertEquals(!file.path().startsWith("never"), contents.covers(file), file.path());
            }
            assertEquals(
                    blob("content 7"),
                    contents.find(asked.get(7 * 4)).orElseThrow().blob());
        }
    }

    @Test
    void whatIsPrivateIsNotGivenAway() throws Exception {
        Model model = publish("anna/m", List.of("secret", "shared"));
        models.change(model, new ModelChange(Optional.empty(), Optional.of(Access.PRIVATE), Optional.empty()), ANNA);
        publish("anna/n", List.of("shared"));
        RemoteFile secret = file("s", "secret").withGitSha1(blob("secret").gitSha1());
        RemoteFile shared = file("o", "shared").withSha256(blob("shared").sha256());
        try (Staging staging = stage()) {
            StoredContents bert = contents("bert", staging, List.of(secret, shared));
            assertTrue(bert.find(secret).isEmpty());
            assertTrue(bert.covers(secret));
            assertTrue(bert.find(shared).isPresent());
            assertTrue(contents("anna", staging, List.of(secret)).find(secret).isPresent());
        }
    }

    @Test
    void whatWasFoundIsHeldUntilTheImportIsOver() throws Exception {
        Model model = publish("anna/m", List.of("held"));
        RemoteFile file = file("f", "held").withGitSha1(blob("held").gitSha1());
        Path place = blobs.path(blob("held").sha256());
        try (Staging staging = stage()) {
            StagedBlob found =
                    contents("bert", staging, List.of(file)).find(file).orElseThrow();
            assertEquals(0, models.delete(model));
            assertEquals("held", Files.readString(found.content()));
        }
        assertFalse(Files.exists(place));
        Accounting.assertNothingLeft(space, data);
    }

    @Test
    void whatWasDeletedBetweenTheQuestionAndTheHoldIsNotReliedOn() throws Exception {
        Model model = publish("anna/m", List.of("gone", "stays"));
        publish("anna/n", List.of("stays"));
        RemoteFile gone = file("g", "gone").withGitSha1(blob("gone").gitSha1());
        RemoteFile stays = file("s", "stays").withGitSha1(blob("stays").gitSha1());
        try (Staging staging = stage()) {
            List<String> asked = StoredContents.of(List.of(gone, stays), blobs).values().stream()
                    .map(Blob::sha256)
                    .toList();
            assertEquals(2, asked.size());
            assertEquals(4, models.delete(model));
            List<StagedBlob> held = staging.stored(asked);
            assertEquals(
                    List.of(blob("stays")), held.stream().map(StagedBlob::blob).toList());
        }
        assertTrue(Files.exists(blobs.path(blob("stays").sha256())));
    }

    @Test
    void whatThisImportHasBroughtCountsBeforeItIsInTheStore() throws Exception {
        RemoteFile first = file("a", "twice").withSha256(blob("twice").sha256());
        try (Staging staging = stage()) {
            assertTrue(contents("anna", staging, List.of(first)).find(first).isEmpty());
            StagedBlob written = write(staging, "twice");
            assertEquals(
                    written,
                    contents("anna", staging, List.of(first)).find(first).orElseThrow());
        }
    }

    private StoredContents contents(String user, Staging staging, List<RemoteFile> files) {
        return new StoredContents(files, new Sharing(models, blobs, user), staging);
    }

    private static RemoteFile file(String path, String text) {
        return RemoteFile.of(path, text.length());
    }

    private static Blob blob(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ContentHash hash = ContentHash.of(bytes.length, true);
        hash.update(bytes, 0, bytes.length);
        return hash.blob();
    }

    private Staging stage() throws IOException {
        return blobs.stage(data.resolve("staging/" + ++stagings), 0);
    }

    private static StagedBlob write(Staging staging, String text) throws IOException, InterruptedException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StagedBlob written =
                staging.write(new ByteArrayInputStream(bytes), ContentHash.of(bytes.length, true), count -> {});
        staging.settle();
        return written;
    }

    private Model publish(String name, List<String> texts) throws IOException, InterruptedException {
        try (Staging staging = stage()) {
            List<StagedBlob> contents = new ArrayList<>();
            List<VersionFile> files = new ArrayList<>();
            for (String text : texts) {
                Blob blob = write(staging, text).blob();
                contents.add(staging.staged(blob.sha256()).orElseThrow());
                files.add(new VersionFile("file-" + files.size(), blob.sha256(), blob.size(), blob.crc32()));
            }
            staging.arrive(contents);
            return database.together(() -> {
                blobs.record(contents);
                return models.publish(version(name, files)).model();
            });
        }
    }

    private static NewVersion version(String name, List<VersionFile> files) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return new NewVersion(
                ModelName.of(name),
                "anna",
                "TEST",
                "",
                "",
                "files",
                json.objectNode(),
                json.objectNode(),
                NewVersion.Naming.MAIN,
                files);
    }
}
