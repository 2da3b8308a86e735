package dev.modeldock.server.actions.annotations;

import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.server.actions.labels.KittiFile;
import dev.modeldock.server.actions.labels.KittiRow;
import dev.modeldock.server.actions.labels.PythonNumber;
import dev.modeldock.spi.ActionException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An image and the boxes that are kept of it.
 *
 * @param size empty when the image cannot be read
 */
record KittiImage(Optional<Size> size, List<Kept> boxes) {
    private static final PythonNumber ZERO = PythonNumber.of(0);

    /** A box within the image, as COCO has it. */
    record Kept(int category, PythonNumber x, PythonNumber y, PythonNumber width, PythonNumber height) {
        PythonNumber area() {
            return width.times(height);
        }
    }

    static KittiImage unreadable() {
        return new KittiImage(Optional.empty(), List.of());
    }

    /**
     * @param name of the label file, for messages
     * @throws ActionException when a row that counts has no box
     */
    static KittiImage of(Size size, List<KittiFile.Line> lines, ClassMap classes, String name) throws ActionException {
        List<Kept> kept = new ArrayList<>();
        Set<KittiRow> seen = new HashSet<>();
        for (KittiFile.Line line : lines) {
            Integer category = classes.ids().get(line.row().type());
            if (category != null && seen.add(line.row())) {
                kept(category, box(line, name), size).ifPresent(kept::add);
            }
        }
        return new KittiImage(Optional.of(size), kept);
    }

    private static Box box(KittiFile.Line line, String name) throws ActionException {
        try {
            return line.row().box();
        } catch (NumberFormatException e) {
            throw new ActionException(
                    name + " has in line " + line.number() + " no box: \""
                            + shown(String.join(" ", line.row().columns()))
                            + "\". Expected are numbers in columns 5 to 8: left, top, right, bottom.",
                    e);
        }
    }

    private static String shown(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    private static Optional<Kept> kept(int category, Box box, Size size) {
        PythonNumber width = PythonNumber.of(size.width());
        PythonNumber height = PythonNumber.of(size.height());
        PythonNumber left = PythonNumber.of(box.left()).within(ZERO, width);
        PythonNumber top = PythonNumber.of(box.top()).within(ZERO, height);
        PythonNumber right = PythonNumber.of(box.right()).within(ZERO, width);
        PythonNumber bottom = PythonNumber.of(box.bottom()).within(ZERO, height);
        if (right.value() <= left.value() || bottom.value() <= top.value()) {
            return Optional.empty();
        }
        return Optional.of(new Kept(category, left, top, right.minus(left), bottom.minus(top)));
    }
}
