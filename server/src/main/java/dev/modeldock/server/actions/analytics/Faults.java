package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.labels.Box;
import java.util.List;

/** What is wrong with a box; it may be several things. */
record Faults(boolean outOfBox, boolean zeroArea, boolean inverted) {
    /** @param frame of the image; null where there is none */
    static Faults of(Box box, Frame frame) {
        boolean negative = box.left() < 0 || box.top() < 0 || box.right() < 0 || box.bottom() < 0;
        boolean beyond = frame != null
                && (box.right() > frame.width().value()
                        || box.bottom() > frame.height().value());
        return new Faults(
                negative || beyond,
                box.width() == 0 || box.height() == 0,
                box.right() < box.left() || box.bottom() < box.top());
    }

    boolean any() {
        return outOfBox || zeroArea || inverted;
    }

    /** As they stand in tables. */
    List<String> cells() {
        return List.of(cell(outOfBox), cell(zeroArea), cell(inverted));
    }

    private static String cell(boolean holds) {
        return holds ? "True" : "False";
    }
}
