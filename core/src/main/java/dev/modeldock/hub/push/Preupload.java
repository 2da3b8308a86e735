package dev.modeldock.hub.push;

import dev.modeldock.hub.HubEntry;
import dev.modeldock.hub.HubFiles;
import dev.modeldock.hub.LargeFiles;
import dev.modeldock.models.Version;
import java.util.Optional;

/** Tells, before anything is sent, how files are to be sent. */
public record Preupload(HubFiles files, Optional<Version> head, GitIgnore ignore) {
    /**
     * How one file is to be sent.
     *
     * @param isLarge as a large file; by name and size, as readers are told later
     * @param ignored not at all
     * @param etag of the file that is there: git's hash, of a large file its SHA-256, as clients compare it
     */
    public record Answer(boolean isLarge, boolean ignored, Optional<String> etag) {}

    public Answer of(String path, long size) {
        return new Answer(
                LargeFiles.isLarge(path, size),
                ignore.ignores(path),
                // What was found changed, and set aside, is to be sent again.
                head.flatMap(version -> files.file(version, path))
                        .filter(files::isStored)
                        .map(HubEntry.File::etag));
    }
}
