package dev.modeldock.server.actions.anchors;

import dev.modeldock.server.actions.InOrder;
import dev.modeldock.server.actions.SkippedFiles;
import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.labels.CocoBoxes;
import dev.modeldock.server.actions.labels.CocoFile;
import dev.modeldock.server.actions.labels.CocoImages;
import dev.modeldock.server.actions.labels.CocoIndex;
import dev.modeldock.server.actions.labels.ImageFiles;
import dev.modeldock.server.actions.labels.KittiFile;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads the sizes of all boxes of a dataset, as shares of the sizes of their images.
 *
 * @param taker takes width and height, both above 0
 */
record BoxSizes(ServiceRun run, SkippedFiles skipped, Taker taker) {
    private static final String LABELS = "labels";

    private record Size(double width, double height) {}

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
                image -> rows(image, data.resolve(LABELS), label(images.relativize(image))),
                (image, rows) -> {
                    run.context().check();
                    if (!rows.fault().isEmpty()) {
                        skipped.add(data.relativize(image).toString(), rows.fault());
                    }
                    rows.boxes().forEach(box -> take(box, rows.size()));
                });
    }

    private static String label(Path image) {
        String name = image.toString().replace('\\', '/');
        return name.substring(0, name.lastIndexOf('.')) + ".txt";
    }

    private static Rows rows(Path image, Path labels, String name) throws ActionException, IOException {
        Path label = labels.resolve(name);
        if (!Files.isRegularFile(label)) {
            return new Rows(null, List.of(), "has no label file");
        }
        Optional<Size> size = ImageFiles.size(image).map(found -> new Size(found.width(), found.height()));
        if (size.isEmpty()) {
            return new Rows(null, List.of(), "is no image that can be read");
        }
        List<Box> boxes = KittiFile.read(label, LABELS + "/" + name).whole().lines().stream()
                .map(line -> line.row().box())
                .toList();
        return new Rows(size.get(), boxes, "");
    }

    void coco(Path file) throws ActionException, IOException {
        CocoFile coco = new CocoFile(file, run.context()::check);
        CocoIndex<Size> sizes = new CocoIndex<>(coco);
        coco.each("images", image -> {
            CocoImages.Sides sides = CocoImages.sides(image);
            sizes.put(image, new Size(sides.width().value(), sides.height().value()), "");
        });
        long[] leftOut = {0};
        coco.each("annotations", annotation -> {
            run.context().check();
            Size size = sizes.get(annotation, "image_id");
            Optional<Box> box = CocoBoxes.of(annotation);
            if (size == null || box.isEmpty()) {
                leftOut[0]++;
            } else {
                take(box.get(), size);
            }
        });
        if (leftOut[0] > 0) {
            run.context()
                    .log(leftOut[0] + " annotations have no box, or are of no image of " + coco.name()
                            + "; they are left out.");
        }
    }

    private void take(Box box, Size size) {
        if (box.isFilled()) {
            taker.take(box.width() / size.width(), box.height() / size.height());
        }
    }
}
