package dev.modeldock.server.actions.masks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.labels.CocoIds;
import dev.modeldock.spi.ActionException;
import java.util.Optional;

/** The {@code segmentation} of a COCO annotation: polygons, or run lengths as a list or as a text. */
public final class Segmentation {
    private static final String FIELD = "segmentation";
    /** Fewer numbers than those of a triangle enclose nothing. */
    private static final int TRIANGLE = 6;

    private Segmentation() {}

    /**
     * The mask of an annotation of an image of such a size; empty when it has none.
     *
     * @throws ActionException naming the annotation, when what it has is no mask of such an image
     */
    public static Optional<Mask> of(ObjectNode annotation, int width, int height) throws ActionException {
        JsonNode segmentation = annotation.path(FIELD);
        if (segmentation.isMissingNode() || segmentation.isNull() || segmentation.isArray() && segmentation.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (segmentation.isObject()) {
                return Optional.of(RunLengths.decode(segmentation, width, height));
            }
            if (segmentation.isArray()) {
                return Optional.of(polygons(segmentation, width, height));
            }
            throw new IllegalArgumentException("is neither polygons nor run lengths");
        } catch (IllegalArgumentException e) {
            String id = annotation.path("id").asText("without an id");
            throw new ActionException(
                    "The segmentation of the annotation " + id + " (" + CocoIds.shown(annotation) + ") "
                            + e.getMessage() + ".",
                    e);
        }
    }

    private static Mask polygons(JsonNode polygons, int width, int height) {
        Mask mask = new Mask(width, height);
        for (JsonNode polygon : polygons) {
            if (!polygon.isArray() || polygon.size() % 2 != 0) {
                throw new IllegalArgumentException("has a polygon that is no list of x and y of each corner");
            }
            double[] points = new double[polygon.size()];
            for (int i = 0; i < points.length; i++) {
                points[i] = finite(polygon.get(i));
            }
            if (points.length >= TRIANGLE) {
                new Polygon(points).fill(mask);
            }
        }
        return mask;
    }

    private static double finite(JsonNode number) {
        if (!number.isNumber() || !Double.isFinite(number.doubleValue())) {
            throw new IllegalArgumentException("has a polygon with " + number + ", which is no number");
        }
        return number.doubleValue();
    }

    /** Give an annotation another mask, as run lengths. */
    public static void put(ObjectNode annotation, Mask mask) {
        annotation.set(FIELD, RunLengths.encode(mask));
    }

    /** Leave an annotation without any. */
    public static void remove(ObjectNode annotation) {
        annotation.remove(FIELD);
    }
}
