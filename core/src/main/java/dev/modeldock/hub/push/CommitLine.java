package dev.modeldock.hub.push;

import java.util.Optional;

/** One line of a commit: what is said of it, or one change. */
public sealed interface CommitLine {
    /**
     * What is said of the commit; comes first.
     *
     * @param parent the commit that the branch must lead to
     */
    record Header(String title, String message, Optional<String> parent) implements CommitLine {}

    /** A small file with its bytes. */
    record SmallFile(String path, byte[] content) implements CommitLine {}

    /**
     * A large file, whose bytes were sent before.
     *
     * @param size in bytes, as far as the client tells it
     */
    record LargeFile(String path, String sha256, Optional<Long> size) implements CommitLine {}

    /**
     * A file gets the content of another.
     *
     * @param revision where that is; empty for what this commit has made of the branch so far
     * @param moves whether the other goes
     */
    record Copy(String path, String from, Optional<String> revision, boolean moves) implements CommitLine {}

    /** A file goes. */
    record DeletedFile(String path) implements CommitLine {}

    /** A folder goes with all that is in it. */
    record DeletedFolder(String path) implements CommitLine {}
}
