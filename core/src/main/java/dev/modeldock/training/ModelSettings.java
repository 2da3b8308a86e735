package dev.modeldock.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What a model is for those who train it.
 *
 * @param title what its owner calls it; need not be the only one of that name
 * @param networkArch empty while nobody has said what it is
 * @param references the ids of what it uses
 * @param automl the search for good parameters, in its names on the wire
 */
public record ModelSettings(
        String title,
        String version,
        String logo,
        String networkArch,
        String ngcPath,
        String encryptionKey,
        boolean readOnly,
        ObjectNode automl,
        Map<Role, List<String>> references) {
    /** The ids that it uses for something, in their order. */
    public List<String> of(Role role) {
        return references.getOrDefault(role, List.of());
    }
}
