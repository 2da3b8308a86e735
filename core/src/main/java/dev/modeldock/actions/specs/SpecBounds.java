package dev.modeldock.actions.specs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a spec may hold at most, whatever its schema says. */
final class SpecBounds {
    private static final int DEEPEST = 32;
    private static final int MOST_VALUES = 100_000;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TEXT = 65_536;

    private int values;

    private SpecBounds() {}

    /** The first thing in a spec that is beyond the bounds. */
    static Optional<Fault> exceeded(JsonNode spec) {
        return Optional.ofNullable(new SpecBounds().check("", spec, 1));
    }

    private Fault check(String path, JsonNode node, int depth) {
        values++;
        if (values > MOST_VALUES) {
            return Faults.fault("", "has more than " + MOST_VALUES + " values");
        }
        if (depth > DEEPEST) {
            return Faults.fault(path, "lies more than " + DEEPEST + " levels deep");
        }
        if (node.isTextual() && node.textValue().length() > LONGEST_TEXT) {
            return Faults.fault(path, "is longer than " + LONGEST_TEXT + " characters");
        }
        if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
            return Faults.fault(path, "is no finite number");
        }
        return within(path, node, depth);
    }

    private Fault within(String path, JsonNode node, int depth) {
        for (Map.Entry<String, JsonNode> each : entries(node)) {
            if (each.getKey().length() > LONGEST_NAME) {
                return Faults.fault(path, "has a name of more than " + LONGEST_NAME + " characters");
            }
            Fault fault = check(path + "/" + Faults.escaped(each.getKey()), each.getValue(), depth + 1);
            if (fault != null) {
                return fault;
            }
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            Fault fault = check(path + "/" + i, node.get(i), depth + 1);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static Iterable<Map.Entry<String, JsonNode>> entries(JsonNode node) {
        return node.isObject() ? node.properties() : List.of();
    }
}
