package dev.modeldock.actions.specs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.problems.DockException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes protobuf text. */
final class ProtobufText {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern LITERAL = Pattern.compile("__([A-Za-z][A-Za-z0-9_]*?)__");

    private final StringBuilder text = new StringBuilder();

    private ProtobufText() {}

    static String of(ObjectNode spec) {
        ProtobufText writer = new ProtobufText();
        writer.object("", spec, "");
        return writer.text.toString();
    }

    private void object(String path, JsonNode object, String indent) {
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            String place = path + "/" + Faults.escaped(each.getKey());
            // The toolkit's own table has a name with a space at its end.
            String name = each.getKey().strip();
            // A name goes into the text as it is, so anything else in it would be read as something else.
            if (!NAME.matcher(name).matches()) {
                throw refusal(place, "is no name that a field of a protobuf text can have");
            }
            if (each.getValue().isArray()) {
                list(place, name, each.getValue(), indent);
            } else {
                field(place, name, each.getValue(), indent);
            }
        }
    }

    private void list(String path, String name, JsonNode list, String indent) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).isArray()) {
                throw refusal(path + "/" + i, "is a list within a list; protobuf text has none");
            }
            field(path + "/" + i, name, list.get(i), indent);
        }
    }

    private void field(String path, String name, JsonNode value, String indent) {
        if (value.isObject()) {
            text.append(indent).append(name).append(" {\n");
            object(path, value, indent + "  ");
            text.append(indent).append("}\n");
        } else if (!value.isNull()) {
            text.append(indent)
                    .append(name)
                    .append(": ")
                    .append(scalar(path, value))
                    .append('\n');
        }
    }

    private static String scalar(String path, JsonNode value) {
        if (value.isNumber()) {
            return NumberText.of(path, value);
        }
        if (!value.isTextual()) {
            return value.asText();
        }
        Matcher literal = LITERAL.matcher(value.textValue());
        return literal.matches() ? literal.group(1) : quoted(value.textValue());
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> quoted.append(escaped(point)));
        return quoted.append('"').toString();
    }

    /** Letters stay as they are, in UTF-8 as the rest of the text; what could end the line or the quotes does not. */
    private static String escaped(int point) {
        return switch (point) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default ->
                point < ' ' || point == 0x7F ? String.format(Locale.ROOT, "\\%03o", point) : Character.toString(point);
        };
    }

    private static DockException refusal(String path, String reason) {
        return Faults.refusal(List.of(Faults.fault(path, reason)));
    }
}
