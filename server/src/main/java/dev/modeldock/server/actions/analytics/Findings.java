package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is counted while labelled images go by. For one thread at a time. */
final class Findings implements AutoCloseable {
    private static final double TENTHS = 10;

    private final Tally<String> objects = new Tally<>("classes");
    private final Tally<String> invalid = new Tally<>("classes");
    private final Tally<String> inverted = new Tally<>("classes");
    private final Tally<String> outOfBox = new Tally<>("classes");
    private final Tally<Integer> occlusion = new Tally<>("levels of occlusion");
    private final Tally<Occluded> occlusionOfObjects = new Tally<>("classes and levels of occlusion");
    private final Tally<Double> truncation = new Tally<>("degrees of truncation");
    private final Tally<Double> widths = new Tally<>("widths of images");
    private final Tally<Double> heights = new Tally<>("heights of images");
    private final Tally<Double> sizes = new Tally<>("sizes of images");
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final SpilledValues areas;

    /** @param work a directory for what is written meanwhile */
    Findings(Path work) {
        areas = new SpilledValues(work);
    }

    /** A class at a level of occlusion. */
    record Occluded(String type, int level) implements Comparable<Occluded> {
        @Override
        public int compareTo(Occluded other) {
            int order = type.compareTo(other.type);
            return order == 0 ? Integer.compare(level, other.level) : order;
        }
    }

    void take(LabelledImage image) throws ActionException, IOException {
        if (image.frame() != null) {
            double width = image.frame().width().value();
            double height = image.frame().height().value();
            widths.add(width);
            heights.add(height);
            sizes.add(width * height);
        }
        for (ObjectRow row : image.rows()) {
            if (row.faults().any()) {
                invalid(row);
            } else {
                valid(row);
            }
        }
    }

    private void valid(ObjectRow row) throws ActionException, IOException {
        objects.add(row.type());
        occlusion.add(row.occluded());
        occlusionOfObjects.add(new Occluded(row.type(), row.occluded()));
        // Zero has a sign here, which makes no difference.
        truncation.add(Math.rint(row.truncated() * TENTHS) / TENTHS + 0.0);
        areas.add(0, row.area());
        areas.add(numbers.computeIfAbsent(row.type(), any -> numbers.size() + 1), row.area());
    }

    private void invalid(ObjectRow row) throws ActionException {
        invalid.add(row.type());
        if (row.faults().outOfBox()) {
            outOfBox.add(row.type());
        }
        if (row.faults().inverted() && isPositive(row.box())) {
            inverted.add(row.type());
        }
    }

    private static boolean isPositive(Box box) {
        return box.left() > 0 && box.top() > 0 && box.right() > 0 && box.bottom() > 0;
    }

    /** Valid ones by their classes. */
    Tally<String> objects() {
        return objects;
    }

    Tally<String> invalid() {
        return invalid;
    }

    /** Whose box is inverted with all of it within the positive. */
    Tally<String> inverted() {
        return inverted;
    }

    Tally<String> outOfBox() {
        return outOfBox;
    }

    Tally<Integer> occlusion() {
        return occlusion;
    }

    Tally<Occluded> occlusionOfObjects() {
        return occlusionOfObjects;
    }

    /** In tenths. */
    Tally<Double> truncation() {
        return truncation;
    }

    Tally<Double> widths() {
        return widths;
    }

    Tally<Double> heights() {
        return heights;
    }

    Tally<Double> sizes() {
        return sizes;
    }

    /** Areas of the boxes of valid objects. */
    Description areas() throws IOException {
        return areas.describe(0);
    }

    /** Areas of the boxes of a class. */
    Description areas(String type) throws IOException {
        return areas.describe(numbers.getOrDefault(type, Integer.MAX_VALUE));
    }

    long all() {
        return objects.total() + invalid.total();
    }

    @Override
    public void close() throws IOException {
        areas.close();
    }
}
