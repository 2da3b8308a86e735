package dev.modeldock.actions.specs;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells faults: those that the library finds in our words, and all of them as one refusal. */
final class Faults {
    /** More than this nobody reads. */
    static final int MOST = 100;

    private static final int LONGEST = 300;
    private static final int LONGEST_VALUE = 80;

    private Faults() {}

    static Fault of(Error error) {
        String path = error.getInstanceLocation().toString();
        String property = error.getProperty();
        return switch (error.getKeyword()) {
            case "required" -> fault(path + "/" + escaped(property), "is missing, and it is required");
            case "type" -> fault(path, "is " + kind(error) + "; expected is " + either(error.getSchemaNode()));
            case "enum" -> fault(path, found(error) + "one of " + list(error.getSchemaNode()));
            case "const" -> fault(path, found(error) + value(error.getSchemaNode()));
            case "minimum" -> fault(path, found(error) + "at least " + value(error.getSchemaNode()));
            case "maximum" -> fault(path, found(error) + "at most " + value(error.getSchemaNode()));
            default -> fault(path, error.getMessage());
        };
    }

    static Fault fault(String path, String reason) {
        return new Fault(shown(path, LONGEST), shown(reason, LONGEST));
    }

    /** The refusal of a spec with some faults. */
    static DockException refusal(List<Fault> faults) {
        String told = faults.stream()
                .map(fault -> (fault.path().isEmpty() ? "the spec" : fault.path()) + " " + fault.reason())
                .collect(Collectors.joining("; "));
        List<Map<String, String>> details = new ArrayList<>();
        faults.forEach(fault -> details.add(Map.of("path", fault.path(), "reason", fault.reason())));
        return new DockException(
                Problem.VALIDATION_ERROR, "Invalid specs: " + told + ".", Map.of("faults", List.copyOf(details)));
    }

    /** A name as part of a JSON Pointer. */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static String found(Error error) {
        return "is " + value(error.getInstanceNode()) + "; expected is ";
    }

    private static String kind(Error error) {
        JsonNode node = error.getInstanceNode();
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case BOOLEAN -> "a boolean";
            case STRING -> "a string";
            case NUMBER -> node.isIntegralNumber() ? "an integer" : "a number with a fraction";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "nothing that JSON has";
        };
    }

    private static String either(JsonNode types) {
        if (types.isTextual()) {
            return word(types.textValue());
        }
        List<String> words = new ArrayList<>();
        types.forEach(type -> words.add(word(type.asText())));
        return String.join(" or ", words);
    }

    private static String word(String type) {
        return switch (type) {
            case "array" -> "a list";
            case "integer", "object" -> "an " + type;
            case "null" -> "null";
            default -> "a " + type;
        };
    }

    private static String list(JsonNode options) {
        List<String> words = new ArrayList<>();
        options.forEach(option -> words.add(value(option)));
        return String.join(", ", words);
    }

    private static String value(JsonNode node) {
        return shown(node.isTextual() ? "'" + node.textValue() + "'" : node.toString(), LONGEST_VALUE);
    }

    private static String shown(String text, int longest) {
        String bounded = text.length() <= longest ? text : text.substring(0, longest) + "…";
        return bounded.replaceAll("\\p{Cntrl}", "?");
    }
}
