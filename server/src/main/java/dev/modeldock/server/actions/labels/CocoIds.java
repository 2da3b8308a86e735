package dev.modeldock.server.actions.labels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.spi.ActionException;

/** Ids in COCO files: whole numbers as a rule, texts in some. */
public final class CocoIds {
    private static final int SHOWN = 200;

    private CocoIds() {}

    /**
     * An id as a key: equal ids are equal.
     *
     * @throws ActionException naming the element, where there is none
     */
    public static Object of(ObjectNode element, String field) throws ActionException {
        JsonNode id = element.path(field);
        if (id.isNumber() && id.doubleValue() == Math.rint(id.doubleValue())) {
            return id.longValue();
        }
        if (id.isTextual()) {
            return id.textValue();
        }
        throw new ActionException("The COCO annotations have an element whose \"" + field + "\" is missing or no id: "
                + shown(element) + ".");
    }

    /** An element as it is quoted in a sentence. */
    public static String shown(ObjectNode element) {
        String text = element.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
