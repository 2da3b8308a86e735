package dev.modeldock.server.actions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.modeldock.spi.ActionException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the spec of an action. A path names a value with dots between, such as {@code data.input_format}; a value that is
 * missing or null is its default, one of another type is an {@link ActionException} that names both.
 */
public record TaskSpec(JsonNode root) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param text a JSON object */
    public static TaskSpec of(String text) throws ActionException {
        try {
            return new TaskSpec(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new ActionException("The spec is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** A text. */
    public String text(String path, String usual) throws ActionException {
        JsonNode value = at(path);
        require(value.isMissingNode() || value.isValueNode(), path, value, "a text");
        return value.isMissingNode() ? usual : value.asText();
    }

    /** A whole number within bounds. */
    public int integer(String path, int usual, int min, int max) throws ActionException {
        JsonNode value = at(path);
        if (value.isMissingNode()) {
            return usual;
        }
        boolean whole = value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
        require(
                whole && value.doubleValue() >= min && value.doubleValue() <= max,
                path,
                value,
                "a whole number from " + min + " to " + max);
        return value.intValue();
    }

    /** A finite number. */
    public double number(String path, double usual) throws ActionException {
        JsonNode value = at(path);
        if (value.isMissingNode()) {
            return usual;
        }
        require(value.isNumber() && Double.isFinite(value.doubleValue()), path, value, "a number");
        return value.doubleValue();
    }

    /** True or false. */
    public boolean flag(String path, boolean usual) throws ActionException {
        JsonNode value = at(path);
        if (value.isMissingNode()) {
            return usual;
        }
        require(value.isBoolean(), path, value, "true or false");
        return value.booleanValue();
    }

    /** A list of finite numbers; one number stands for a list of it. */
    public List<Double> numbers(String path, List<Double> usual) throws ActionException {
        JsonNode value = at(path);
        if (value.isMissingNode()) {
            return usual;
        }
        List<Double> numbers = new ArrayList<>();
        for (JsonNode each : value.isArray() ? value : List.of(value)) {
            require(each.isNumber() && Double.isFinite(each.doubleValue()), path, value, "a list of numbers");
            numbers.add(each.doubleValue());
        }
        return numbers;
    }

    /** What is at a path; missing where it is not there or null. */
    public JsonNode at(String path) {
        JsonNode value = root;
        for (String name : path.split("\\.")) {
            value = value.path(name);
        }
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    private static void require(boolean holds, String path, JsonNode found, String expected) throws ActionException {
        if (!holds) {
            String text = found.toString();
            String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
            throw new ActionException(path + " of the spec is " + shown + "; expected is " + expected + ".");
        }
    }
}
