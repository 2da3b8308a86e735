package dev.modeldock.server.actions.labels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.spi.ActionException;
import java.util.List;

/** What annotations of COCO say of boxes, in their own numbers. */
public final class CocoBoxes {
    private static final int LONGEST_SHOWN = 100;

    private CocoBoxes() {}

    /**
     * Left, top, right and bottom.
     *
     * @throws ActionException when it has no box of four finite numbers
     */
    public static List<PythonNumber> corners(ObjectNode annotation) throws ActionException {
        JsonNode box = annotation.path("bbox");
        boolean numbers = box.size() == 4;
        for (JsonNode each : box) {
            numbers &= each.isNumber() && Double.isFinite(each.doubleValue());
        }
        if (!numbers) {
            throw new ActionException("The annotation " + shown(annotation)
                    + " has no box; expected is \"bbox\": [left, top, width, height].");
        }
        PythonNumber left = PythonNumber.of(box.get(0));
        PythonNumber top = PythonNumber.of(box.get(1));
        return List.of(left, top, left.plus(PythonNumber.of(box.get(2))), top.plus(PythonNumber.of(box.get(3))));
    }

    /** @throws ActionException when it does not say where it is */
    public static String fileName(CocoImage image) throws ActionException {
        String name = image.image().path("file_name").asText();
        if (name.isBlank()) {
            throw new ActionException("The image " + shown(image.image()) + " has no file_name.");
        }
        return name;
    }

    /** An element in messages. */
    static String shown(JsonNode element) {
        String text = element.toString();
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    }
}
