package dev.modeldock.actions.specs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes YAML of the plainest kind: blocks by indent, all texts in double quotes and in ASCII, so that nothing is left
 * to what a reader makes of words, dates or line breaks.
 */
final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** What YAML 1.1 takes for something else than a text. */
    private static final Set<String> WORDS = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    private final StringBuilder text = new StringBuilder();

    private YamlText() {}

    static String of(ObjectNode spec) {
        YamlText yaml = new YamlText();
        if (spec.isEmpty()) {
            return "{}\n";
        }
        yaml.object("", spec, "");
        return yaml.text.toString();
    }

    private void object(String path, JsonNode object, String indent) {
        String before = "";
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            text.append(before).append(name(each.getKey())).append(':');
            value(path + "/" + Faults.escaped(each.getKey()), each.getValue(), indent);
            before = indent;
        }
    }

    /** What follows a name and its colon. */
    private void value(String path, JsonNode value, String indent) {
        String deeper = indent + "  ";
        if (value.isContainerNode() && !value.isEmpty()) {
            text.append('\n').append(deeper);
            container(path, value, deeper);
        } else {
            text.append(' ').append(scalar(path, value)).append('\n');
        }
    }

    private void container(String path, JsonNode value, String indent) {
        if (value.isObject()) {
            object(path, value, indent);
        } else {
            list(path, value, indent);
        }
    }

    private void list(String path, JsonNode list, String indent) {
        for (int i = 0; i < list.size(); i++) {
            JsonNode each = list.get(i);
            text.append(i == 0 ? "" : indent).append("- ");
            if (each.isContainerNode() && !each.isEmpty()) {
                container(path + "/" + i, each, indent + "  ");
            } else {
                text.append(scalar(path + "/" + i, each)).append('\n');
            }
        }
    }

    private static String scalar(String path, JsonNode value) {
        if (value.isContainerNode()) {
            return value.isObject() ? "{}" : "[]";
        }
        if (value.isNumber()) {
            return NumberText.of(path, value);
        }
        return value.isTextual() ? quoted(value.textValue()) : value.asText();
    }

    private static String name(String name) {
        boolean plain = PLAIN.matcher(name).matches() && !WORDS.contains(name.toLowerCase(Locale.ROOT));
        return plain ? name : quoted(name);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> quoted.append(escaped(point)));
        return quoted.append('"').toString();
    }

    private static String escaped(int point) {
        if (point == '"' || point == '\\') {
            return "\\" + (char) point;
        }
        if (point >= ' ' && point <= '~') {
            return Character.toString(point);
        }
        return point == '\n' ? "\\n" : String.format(Locale.ROOT, point > 0xFFFF ? "\\U%08X" : "\\u%04X", point);
    }
}
