package dev.modeldock.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells whether two values are the same by a number that is given to each different value once: so a value within many
 * others is looked at once only. The keys are texts, which a map keeps apart quickly even when somebody makes their hashes
 * equal.
 */
final class Likeness {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<JsonNode, Integer> known = new IdentityHashMap<>();

    boolean same(JsonNode a, JsonNode b) {
        return number(a) == number(b);
    }

    private int number(JsonNode value) {
        if (!value.isContainerNode()) {
            return intern(scalar(value));
        }
        Integer seen = known.get(value);
        if (seen == null) {
            seen = intern(value.isArray() ? array(value) : object(value));
            known.put(value, seen);
        }
        return seen;
    }

    private int intern(String key) {
        return numbers.computeIfAbsent(key, fresh -> numbers.size());
    }

    private static String scalar(JsonNode value) {
        if (value.isNumber()) {
            return "#" + value.decimalValue().stripTrailingZeros();
        }
        return value.isTextual() ? "\"" + value.textValue() : value.asText();
    }

    private String array(JsonNode value) {
        StringBuilder key = new StringBuilder("[");
        value.forEach(each -> append(key, number(each)));
        return key.toString();
    }

    private String object(JsonNode value) {
        Map<String, Integer> fields = new TreeMap<>();
        value.properties().forEach(field -> fields.put(field.getKey(), number(field.getValue())));
        StringBuilder key = new StringBuilder("{");
        fields.forEach((name, number) -> {
            append(key, intern("\"" + name));
            append(key, number);
        });
        return key.toString();
    }

    private static void append(StringBuilder key, int number) {
        key.append((char) (number >>> 16)).append((char) number);
    }
}
