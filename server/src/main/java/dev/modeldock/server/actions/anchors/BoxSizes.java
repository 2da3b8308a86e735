package dev.modeldock.server.actions.anchors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.InOrder;
import dev.modeldock.server.actions.SkippedFiles;
import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.labels.CocoBoxes;
import dev.modeldock.server.actions.labels.CocoElements;
import dev.modeldock.server.actions.labels.CocoIds;
import dev.modeldock.server.actions.labels.ImageFiles;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.server.actions.labels.KittiRow;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the sizes of all boxes of a dataset, as shares of the sizes of their images.
 *
 * @param taker takes width and height, both above 0
 */
record BoxSizes(ServiceRun run, SkippedFiles skipped, Taker taker) {
    private static final int BYTES_AN_IMAGE = 512;
    private static final int MOST_ROWS = 1_000_000;

    /** Takes the size of one box. */
    @FunctionalInterface
    interface Taker {
        void take(double width, double height);
    }

    /** The boxes in the label file of one image; or why it is left out. */
    private record Rows(Size size, List<Box> boxes, String fault) {}

    void kitti(Path data) throws ActionException, IOException, InterruptedException {
        Path images = data.resolve("images");
        InOrder.each(
                ImageFiles.below(images, run.context()::check).iterator(),
                run.threads(),
                image -> rows(image, data.resolve("labels").resolve(label(images.relativize(image)))),
                (image, rows) -> {
                    run.context().check();
                    if (!rows.fault().isEmpty()) {
                        skipped.add(data.relativize(image).toString(), rows.fault());
                    }
                    rows.boxes().forEach(box -> take(box, rows.size()));
                });
    }

    private static String label(Path image) {
        String name = image.toString();
        return name.substring(0, name.lastIndexOf('.')) + ".txt";
    }

    private static Rows rows(Path image, Path label) throws ActionException, IOException {
        if (!Files.isRegularFile(label)) {
            return new Rows(null, List.of(), "has no label file");
        }
        Optional<Size> size = ImageFiles.size(image);
        if (size.isEmpty()) {
            return new Rows(null, List.of(), "is no image that can be read");
        }
        List<Box> boxes = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(label, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    boxes.add(box(line, label, number));
                }
            }
        }
        return new Rows(size.get(), boxes, "");
    }

    private static Box box(String line, Path label, int number) throws ActionException {
        String place = "The label file " + label.getFileName() + ", line " + number;
        if (number > MOST_ROWS) {
            throw new ActionException(
                    place + " goes on beyond " + MOST_ROWS + " rows; expected are labels of one image.");
        }
        try {
            return KittiRow.of(line).box();
        } catch (NumberFormatException e) {
            throw new ActionException(place + " is no KITTI label: " + e.getMessage(), e);
        }
    }

    void coco(Path file) throws ActionException, IOException {
        Map<Object, Size> sizes = new HashMap<>();
        long leftOut = 0;
        try (CocoElements images = CocoElements.of(file, "images", run.context()::check)) {
            while (images.hasNext()) {
                run.context().check();
                ObjectNode image = images.next();
                sizes.put(CocoIds.of(image, "id"), size(image, file));
                if (sizes.size() > Runtime.getRuntime().maxMemory() / BYTES_AN_IMAGE) {
                    throw new ActionException("There are more than " + sizes.size()
                            + " images; for so many the program needs more memory (-Xmx).");
                }
            }
        }
        try (CocoElements annotations = CocoElements.of(file, "annotations", run.context()::check)) {
            while (annotations.hasNext()) {
                run.context().check();
                ObjectNode annotation = annotations.next();
                Size size = sizes.get(CocoIds.of(annotation, "image_id"));
                Optional<Box> box = CocoBoxes.of(annotation);
                if (size == null || box.isEmpty()) {
                    leftOut++;
                } else {
                    take(box.get(), size);
                }
            }
        }
        if (leftOut > 0) {
            run.context()
                    .log(leftOut + " annotations have no box, or are of no image of " + file.getFileName()
                            + "; they are left out.");
        }
    }

    private static Size size(ObjectNode image, Path file) throws ActionException, IOException {
        int width = image.path("width").asInt();
        int height = image.path("height").asInt();
        if (width > 0 && height > 0) {
            return new Size(width, height);
        }
        throw new ActionException("The image " + CocoIds.shown(image) + " of " + file.getFileName()
                + " has no width and height, of which the sizes of boxes are shares.");
    }

    private void take(Box box, Size size) {
        if (box.isFilled()) {
            taker.take(box.width() / size.width(), box.height() / size.height());
        }
    }
}
