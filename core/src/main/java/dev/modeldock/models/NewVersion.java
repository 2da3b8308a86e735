package dev.modeldock.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A verified set of files that is to become a version.
 *
 * @param announcedId the model id that was promised to the client, or empty: it becomes the model's id, or another one
 *     of it when the name is taken
 * @param commit upstream's, or empty for a hash of the files
 */
public record NewVersion(
        ModelName name,
        String user,
        String source,
        String announcedId,
        String commit,
        String profile,
        ObjectNode facts,
        ObjectNode origin,
        List<VersionFile> files) {}
