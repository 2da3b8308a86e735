package dev.modeldock.server.actions.labels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.spi.ActionException;

/** What the list of images of a COCO file says of one. */
public final class CocoImages {
    /** The longest names that a dataset can have are no longer. */
    private static final int LONGEST = 1024;

    private CocoImages() {}

    /** Width and height in the numbers of the file. */
    public record Sides(PythonNumber width, PythonNumber height) {}

    /** @throws ActionException when it does not say where it is */
    public static String fileName(ObjectNode image) throws ActionException {
        JsonNode name = image.path("file_name");
        if (!name.isTextual() || name.textValue().isBlank() || name.textValue().length() > LONGEST) {
            throw new ActionException("The image " + CocoIds.shown(image)
                    + " has no file_name; expected is its path below images, of at most " + LONGEST + " letters.");
        }
        return name.textValue();
    }

    /** @throws ActionException when it does not say how large it is */
    public static Sides sides(ObjectNode image) throws ActionException {
        JsonNode width = image.path("width");
        JsonNode height = image.path("height");
        if (!isSide(width) || !isSide(height)) {
            String name = image.path("file_name").asText();
            throw new ActionException("The image " + (name.isEmpty() ? CocoIds.shown(image) : name)
                    + " has no width and height in the annotations; expected are numbers of pixels.");
        }
        return new Sides(PythonNumber.of(width), PythonNumber.of(height));
    }

    private static boolean isSide(JsonNode side) {
        return side.isNumber() && side.doubleValue() > 0 && side.doubleValue() <= Box.FARTHEST;
    }
}
