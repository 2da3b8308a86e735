package dev.modeldock.server.actions.labels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.spi.ActionException;
import java.util.List;
import java.util.Optional;

/** What annotations of COCO say of boxes, in their own numbers. */
public final class CocoBoxes {
    private static final int SIDES = 4;

    private CocoBoxes() {}

    /**
     * Left, top, right and bottom; empty when there is no {@code bbox}, or an empty one.
     *
     * @throws ActionException when it has another than four numbers that can be places in an image
     */
    public static Optional<List<PythonNumber>> corners(ObjectNode annotation) throws ActionException {
        JsonNode box = annotation.path("bbox");
        if (box.isMissingNode() || box.isArray() && box.isEmpty()) {
            return Optional.empty();
        }
        boolean numbers = box.isArray() && box.size() == SIDES;
        for (JsonNode each : box) {
            numbers &= each.isNumber() && Math.abs(each.doubleValue()) <= Box.FARTHEST;
        }
        if (!numbers) {
            throw new ActionException("The annotation " + CocoIds.shown(annotation)
                    + " has a bbox that is not [x, y, width, height] in numbers up to 1e18.");
        }
        PythonNumber left = PythonNumber.of(box.get(0));
        PythonNumber top = PythonNumber.of(box.get(1));
        return Optional.of(
                List.of(left, top, left.plus(PythonNumber.of(box.get(2))), top.plus(PythonNumber.of(box.get(3)))));
    }

    /** The same as a box. */
    public static Optional<Box> of(ObjectNode annotation) throws ActionException {
        return corners(annotation)
                .map(sides -> new Box(
                        sides.get(0).value(),
                        sides.get(1).value(),
                        sides.get(2).value(),
                        sides.get(3).value()));
    }
}
