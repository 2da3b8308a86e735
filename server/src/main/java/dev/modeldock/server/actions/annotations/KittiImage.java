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

    /** @throws ActionException when a row that counts is no label */
    static KittiImage of(Size size, KittiFile file, ClassMap classes) throws ActionException {
        List<Kept> kept = new ArrayList<>();
        Set<KittiRow> seen = new HashSet<>();
        for (KittiFile.Line line : file.lines()) {
            Integer category = classes.ids().get(line.row().type());
            if (category != null && seen.add(line.row())) {
                file.require(line);
                kept(category, line.row().box(), size).ifPresent(kept::add);
            }
        }
        return new KittiImage(Optional.of(size), kept);
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
