package dev.modeldock.datasets;

import java.time.Instant;

/**
 * Files of one type and format, and what can be done with them.
 *
 * @param id a UUID
 * @param owner a user, or the UUID under which somebody without a key works
 * @param version as its owner calls it; no version of ours
 * @param modified when one of the texts was set last
 */
public record Dataset(
        String id, String owner, String type, String format, Labels labels, Instant created, Instant modified) {
    Dataset withId(String other) {
        return new Dataset(other, owner, type, format, labels, created, modified);
    }

    /** What its owner says of it. */
    public record Labels(String name, String description, String version, String logo) {}
}
