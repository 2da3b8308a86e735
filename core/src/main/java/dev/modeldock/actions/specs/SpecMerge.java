package dev.modeldock.actions.specs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.Map;

/** Lays a change over a saved spec: objects are merged, everything else is replaced. */
final class SpecMerge {
    private SpecMerge() {}

    static ObjectNode merged(ObjectNode saved, JsonNode change) {
        ObjectNode merged = saved.deepCopy();
        if (change.isObject()) {
            merge("", merged, change);
        }
        return merged;
    }

    private static void merge(String path, ObjectNode into, JsonNode change) {
        for (Map.Entry<String, JsonNode> each : change.properties()) {
            String place = path + "/" + Faults.escaped(each.getKey());
            if (!each.getValue().isObject()) {
                into.set(each.getKey(), each.getValue().deepCopy());
            } else if (into.get(each.getKey()) instanceof ObjectNode below) {
                merge(place, below, each.getValue());
            } else {
                throw refusal(place, into.has(each.getKey()));
            }
        }
    }

    private static DockException refusal(String place, boolean there) {
        Fault fault = Faults.fault(
                place,
                there
                        ? "is an object; what was saved there is none"
                        : "is an object; nothing was saved there that it could be merged with");
        return new DockException(
                Problem.VALIDATION_ERROR,
                "Specs cannot be updated, check the request",
                Map.of("path", fault.path(), "reason", fault.reason()));
    }
}
