package dev.modeldock.insight;

import java.util.List;

/**
 * What changed between two versions.
 *
 * @param newBytes of the files that only the later one has
 * @param items a part of the paths at which they differ
 */
public record VersionChanges(
        long added, long changed, long removed, long unchanged, long newBytes, List<FileChange> items) {
    /** All paths at which they differ. */
    public long total() {
        return added + changed + removed;
    }
}
