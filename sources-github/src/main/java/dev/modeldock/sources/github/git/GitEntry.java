package dev.modeldock.sources.github.git;

/**
 * An entry of a commit's tree that is no directory.
 *
 * @param path with {@code /} between names, just as the commit has it: it may be hostile
 * @param id 40 lower-case hex digits: the blob's, or of a submodule the commit's
 */
public record GitEntry(String path, Kind kind, String id) {
    /** What an entry is. */
    public enum Kind {
        FILE,
        /** A symbolic link; the blob holds its target. */
        LINK,
        /** A commit of another repository. */
        SUBMODULE
    }
}
