package dev.modeldock.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two arrays whose elements are told apart by one of their fields, so that each is compared with the one it was before. */
final class Alignment {
    private static final List<String> KEYS = List.of("id", "_id", "nodeId", "name", "key");

    private final JsonNode from;
    private final JsonNode to;
    private final String key;
    private final Map<String, Integer> before;
    private final Map<String, Integer> after;

    private Alignment(JsonNode from, JsonNode to, String key) {
        this.from = from;
        this.to = to;
        this.key = key;
        this.before = indexes(from, key);
        this.after = before.isEmpty() && !from.isEmpty() ? Map.of() : indexes(to, key);
    }

    /** By the first key that each element of both arrays has, and of which each has another. */
    static Optional<Alignment> of(JsonNode from, JsonNode to) {
        return KEYS.stream()
                .map(key -> new Alignment(from, to, key))
                .filter(each -> each.before.size() == from.size() && each.after.size() == to.size())
                .findFirst();
    }

    /** Where the element with each key is; nothing when not each has a key of its own. Keys are texts as in {@link Likeness}. */
    private static Map<String, Integer> indexes(JsonNode array, String key) {
        Map<String, Integer> indexes = new LinkedHashMap<>();
        for (JsonNode each : array) {
            JsonNode id = each.path(key);
            boolean told = id.isTextual() || id.isIntegralNumber();
            if (!told || indexes.put((id.isTextual() ? "\"" : "#") + id.asText(), indexes.size()) != null) {
                return Map.of();
            }
        }
        return indexes;
    }

    /** Told the element's index in each array, -1 where it is not, and how people call it. */
    interface Visitor {
        void visit(int fromIndex, int toIndex, String label);
    }

    /** The elements that are only in the earlier array, in its order. */
    void gone(Visitor visitor) {
        before.forEach((id, index) -> {
            if (!after.containsKey(id)) {
                visitor.visit(index, -1, label(from.get(index)));
            }
        });
    }

    /** The elements that are only in the later array, in its order. */
    void fresh(Visitor visitor) {
        after.forEach((id, index) -> {
            if (!before.containsKey(id)) {
                visitor.visit(-1, index, label(to.get(index)));
            }
        });
    }

    /** The elements in both, in the order of the later array. */
    void both(Visitor visitor) {
        after.forEach((id, index) -> {
            if (before.containsKey(id)) {
                visitor.visit(before.get(id), index, label(to.get(index)));
            }
        });
    }

    private String label(JsonNode element) {
        return key + "=" + element.get(key).asText();
    }

    /** The keys of the elements in both, in the order of the earlier array. */
    ArrayNode orderBefore() {
        return order(from, before, after);
    }

    /** The same keys in the order of the later array. */
    ArrayNode orderAfter() {
        return order(to, after, before);
    }

    private ArrayNode order(JsonNode array, Map<String, Integer> ids, Map<String, Integer> others) {
        ArrayNode order = JsonNodeFactory.instance.arrayNode();
        ids.forEach((id, index) -> {
            if (others.containsKey(id)) {
                order.add(array.get(index).get(key));
            }
        });
        return order;
    }
}
