package dev.modeldock.datasets;

import dev.modeldock.blobs.ContentHash;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Archive;
import dev.modeldock.spi.RemoteFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of one uploaded archive, staged, under the names that they have in it and in its order. */
final class UnpackedFiles implements Archive.Reader {
    private final Staging staging;
    private final Map<String, StagedBlob> files = new LinkedHashMap<>();

    UnpackedFiles(Staging staging) {
        this.staging = staging;
    }

    @Override
    public void file(RemoteFile file, InputStream content) throws IOException, InterruptedException {
        files.put(file.path(), staging.write(content, ContentHash.of(file.size(), false), count -> {}));
    }

    @Override
    public void link(String path, String target) {
        StagedBlob same = files.get(target);
        if (same == null) {
            throw new DockException(
                    Problem.INVALID_ARCHIVE,
                    "\"" + path + "\" is a link to \"" + target + "\", which did not come before it.");
        }
        files.put(path, same);
    }

    /** The files at the paths where the dataset has them. */
    Map<String, StagedBlob> placed() {
        UploadNames names = UploadNames.of(files.keySet());
        Map<String, StagedBlob> placed = new LinkedHashMap<>();
        files.forEach((member, blob) -> names.target(member).ifPresent(path -> placed.put(path, blob)));
        return placed;
    }
}
