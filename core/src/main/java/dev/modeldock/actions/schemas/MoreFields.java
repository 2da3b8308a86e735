package dev.modeldock.actions.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.List;
import java.util.Map;

/** Lays fields that a pack adds beside those that the tables tell. */
final class MoreFields {
    private static final List<String> REPLACED = List.of("description", "automl_default_parameters");

    private MoreFields() {}

    /** @return the known schema, with more in it */
    static ObjectNode beside(ObjectNode known, ObjectNode more) {
        for (String group : List.of("properties", "default")) {
            for (Map.Entry<String, JsonNode> each : more.path(group).properties()) {
                ObjectNode all = known.withObject("/" + group);
                if (all.has(each.getKey())) {
                    throw new DockException(
                            Problem.SERVER_ERROR,
                            "The field \"" + each.getKey()
                                    + "\" that the runner of this action adds to its spec is there already.");
                }
                all.set(each.getKey(), each.getValue());
            }
        }
        for (String names : List.of("required", "popular")) {
            if (more.has(names)) {
                more.get(names).forEach(known.withArray("/" + names)::add);
            }
        }
        for (String word : REPLACED) {
            if (more.has(word)) {
                known.set(word, more.get(word));
            }
        }
        return known;
    }
}
