package dev.modeldock.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;

/**
 * An immutable set of files of a model.
 *
 * @param commit 40 hex digits: upstream's, or a hash of the files
 * @param profile what kind of model the files are
 * @param facts what their headers tell
 * @param origin where they are from, who brought them, and how
 * @param bytes of all files
 */
public record Version(
        long id,
        String modelId,
        String commit,
        String profile,
        ObjectNode facts,
        ObjectNode origin,
        long bytes,
        int fileCount,
        String createdBy,
        Instant created) {
    /** Tells the files that the version has now from those that it had before they were replaced. */
    public String generation() {
        return Integer.toHexString(
                Objects.hash(bytes, fileCount, origin.path("job").asText()));
    }
}
