package dev.modeldock.server.actions.labels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.spi.ActionException;
import java.util.Optional;

/** Ids in COCO files: whole numbers as a rule, short texts in some. A number is no text of its digits. */
public final class CocoIds {
    private static final int SHOWN = 200;
    private static final int LONGEST = 200;
    /** Below it each whole number is one of those that may have a point, and no other is read as the same. */
    private static final double EXACT = 1L << 53;

    private CocoIds() {}

    /**
     * An id as a key: equal ids are equal, {@code 7} and {@code 7.0} too.
     *
     * @throws ActionException naming the element, where there is none
     */
    public static Object of(ObjectNode element, String field) throws ActionException {
        return find(element, field)
                .orElseThrow(() -> new ActionException("The COCO annotations have an element whose \"" + field
                        + "\" is missing or no id: " + shown(element) + "; expected is a whole number of 64 bits, or a"
                        + " text of at most " + LONGEST + " letters."));
    }

    /** The same; empty where there is none. */
    static Optional<Object> find(ObjectNode element, String field) {
        JsonNode id = element.path(field);
        if (id.isIntegralNumber() && id.canConvertToLong()) {
            return Optional.of(id.longValue());
        }
        double value = id.doubleValue();
        if (id.isNumber() && value == Math.rint(value) && Math.abs(value) < EXACT) {
            return Optional.of((long) value);
        }
        boolean text =
                id.isTextual() && !id.textValue().isEmpty() && id.textValue().length() <= LONGEST;
        return text ? Optional.of(id.textValue()) : Optional.empty();
    }

    /** An id as a text, in which a number differs from a text of its digits. */
    static String key(Object id) {
        return id instanceof String ? "\"" + id + "\"" : id.toString();
    }

    /** What is said where two elements have the same. */
    static ActionException twice(CocoFile coco, String what, String key) {
        return new ActionException(
                coco.name() + " has more than one " + what + " with the id " + key + "; expected is one.");
    }

    /** An element as it is quoted in a sentence. */
    public static String shown(ObjectNode element) {
        String text = element.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
