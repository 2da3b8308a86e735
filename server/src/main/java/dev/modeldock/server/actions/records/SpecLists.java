package dev.modeldock.server.actions.records;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.actions.TaskSpec;
import dev.modeldock.spi.ActionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lists of a spec that name classes. Names are taken in lower case, as they are in the records. */
record SpecLists(TaskSpec spec) {
    /** A list of names; one alone stands for a list of it. */
    List<String> names(String path) throws ActionException {
        JsonNode value = spec.at(path);
        List<String> names = new ArrayList<>();
        for (JsonNode each : value.isArray() || value.isMissingNode() ? value : List.of(value)) {
            require(each.isTextual(), path, "a list of names");
            names.add(lower(each.textValue()));
        }
        return names;
    }

    /** Pairs {@code {"key": …, "value": …}} in a list, or the same as one object; of two with the same key the last. */
    Map<String, JsonNode> pairs(String path) throws ActionException {
        JsonNode value = spec.at(path);
        Map<String, JsonNode> pairs = new LinkedHashMap<>();
        if (value.isObject()) {
            value.properties().forEach(each -> pairs.put(lower(each.getKey()), each.getValue()));
            return pairs;
        }
        require(value.isArray() || value.isMissingNode(), path, "a list of {\"key\": …, \"value\": …}");
        for (JsonNode each : value) {
            require(
                    each.path("key").isTextual() && each.hasNonNull("value"),
                    path,
                    "a list of {\"key\": …, \"value\": …}");
            pairs.put(lower(each.path("key").textValue()), each.path("value"));
        }
        return pairs;
    }

    /** Pairs of names. */
    Map<String, String> mapping(String path) throws ActionException {
        Map<String, String> mapping = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> pair : pairs(path).entrySet()) {
            require(pair.getValue().isTextual(), path, "a list of pairs of names");
            mapping.put(pair.getKey(), lower(pair.getValue().textValue()));
        }
        return mapping;
    }

    /** Names with numbers from 0. */
    Map<String, Double> numbers(String path) throws ActionException {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> pair : pairs(path).entrySet()) {
            double number = pair.getValue().isNumber() ? pair.getValue().doubleValue() : -1;
            require(number >= 0 && Double.isFinite(number), path, "a list of names with numbers from 0");
            numbers.put(pair.getKey(), number);
        }
        return numbers;
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void require(boolean holds, String path, String expected) throws ActionException {
        if (!holds) {
            String found = spec.at(path).toString();
            throw new ActionException(path + " of the spec is "
                    + (found.length() > 100 ? found.substring(0, 100) + "…" : found) + "; expected is " + expected
                    + ".");
        }
    }
}
