package dev.modeldock.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A verified set of files that is to become a version.
 *
 * @param announcedId the model id that was promised to the client, or empty: it becomes the model's id, or another one
 *     of it when the name is taken
 * @param commit upstream's, or empty for a hash of the files
 * @param naming which aliases lead to it
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
        Naming naming,
        List<VersionFile> files) {
    /**
     * Which aliases lead to a version.
     *
     * @param moving those that move to it if it is new; without {@code main} that moves only when the model has none
     * @param wished the one that leads to it in any case, or empty
     * @param replace whether its files take the place of those that the version of this commit has
     */
    public record Naming(List<String> moving, String wished, boolean replace) {
        /** {@code main} moves to it, and nothing else. */
        public static final Naming MAIN = new Naming(List.of(Aliases.MAIN), "", false);
    }
}
