package dev.modeldock.actions.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.modeldock.spi.ActionTask;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the placeholders in the values that a pack lays over a spec stand for. An element of a list that holds
 * {@code {each.dataset.train}} stands there once for each of the datasets.
 *
 * @param texts of the placeholders, by name
 * @param lists of those that stand for several, by the name of what is one of them
 */
record SettingValues(Map<String, String> texts, Map<String, List<Path>> lists) {
    private static final String EACH = "each.";

    static SettingValues of(Map<String, String> texts, ActionTask.Inputs inputs) {
        return new SettingValues(
                texts,
                Map.of(
                        EACH + "dataset.train", inputs.train(),
                        EACH + "dataset.eval", inputs.eval(),
                        EACH + "dataset.inference", inputs.inference(),
                        EACH + "dataset.calibration", inputs.calibration()));
    }

    /** The value with its placeholders filled in; empty when one of them has no value here. */
    Optional<JsonNode> fill(JsonNode value) {
        if (value.isTextual()) {
            boolean lacks = CommandLine.names(value.textValue())
                    .anyMatch(name -> texts.containsKey(name) && texts.get(name).isEmpty());
            return lacks ? Optional.empty() : Optional.of(TextNode.valueOf(CommandLine.of(value.textValue(), texts)));
        }
        if (value.isArray()) {
            return list(value);
        }
        return value.isObject() ? object(value) : Optional.of(value);
    }

    private Optional<JsonNode> object(JsonNode object) {
        ObjectNode filled = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            Optional<JsonNode> value = fill(each.getValue());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            filled.set(each.getKey(), value.get());
        }
        return Optional.of(filled);
    }

    private Optional<JsonNode> list(JsonNode list) {
        ArrayNode filled = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : list) {
            List<SettingValues> each = each(element);
            if (each.isEmpty()) {
                return Optional.empty();
            }
            for (SettingValues one : each) {
                Optional<JsonNode> value = one.fill(element);
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                filled.add(value.get());
            }
        }
        return Optional.of(filled);
    }

    /** These values, once for each of what the element of a list is to stand for. */
    private List<SettingValues> each(JsonNode element) {
        String text = element.toString();
        return lists.entrySet().stream()
                .filter(list -> text.contains("{" + list.getKey() + "}"))
                .findFirst()
                .map(list -> list.getValue().stream()
                        .map(path -> with(list.getKey(), path.toString()))
                        .toList())
                .orElseGet(() -> List.of(this));
    }

    private SettingValues with(String name, String value) {
        Map<String, String> more = new HashMap<>(texts);
        more.put(name, value);
        return new SettingValues(more, lists);
    }
}
