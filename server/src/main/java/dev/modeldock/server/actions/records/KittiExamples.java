package dev.modeldock.server.actions.records;

import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.server.actions.labels.KittiFile;
import dev.modeldock.server.actions.labels.KittiRow;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes of one frame of a dataset one example: what the image is, and what is in it. May be used by several threads.
 *
 * @param pixels whether the image itself is in it; boxes are shares of the image's size then, and classes have numbers
 */
record KittiExamples(DatasetFiles files, KittiSpec.Layout layout, TargetClasses classes, boolean pixels) {
    private record Item(String name, KittiRow row, Box box) {}

    private record Frame(String id, Path image, ImageHead head) {}

    /** @throws ActionException where a label is broken */
    MadeExample of(String frame) throws ActionException, IOException {
        Path images = files.at(layout.images(), "kitti_config.image_dir_name");
        Path image = files.at(images, frame + layout.extension(), "The name of a frame");
        String name = files.name(image);
        if (!Files.isRegularFile(image)) {
            return MadeExample.missing(name, "there is no such image");
        }
        Optional<ImageHead> head = ImageHead.of(image);
        if (head.isEmpty()) {
            return MadeExample.missing(name, "it cannot be read as an image");
        }
        Path labels = label(frame);
        if (!Files.isRegularFile(labels)) {
            return MadeExample.missing(name, "it has no label file " + files.name(labels));
        }
        List<String> leftOut = new ArrayList<>();
        List<Item> items = items(labels, head.get().size(), leftOut);
        Example example = base(new Frame(frame, image, head.get()));
        targets(example, items);
        return MadeExample.of(
                name,
                example,
                new MadeExample.Objects(items.stream().map(Item::name).toList(), leftOut, 0));
    }

    /** The classes in the label file of a frame, as they stand there; none where it has none. */
    List<String> labelled(String frame) throws ActionException, IOException {
        Path labels = label(frame);
        if (!Files.isRegularFile(labels)) {
            return List.of();
        }
        return KittiFile.read(labels, files.name(labels)).whole().lines().stream()
                .map(line -> SpecLists.lower(line.row().type()))
                .distinct()
                .toList();
    }

    private Path label(String frame) throws ActionException {
        Path labels = files.at(layout.labels(), "kitti_config.label_dir_name");
        return files.at(labels, frame + ".txt", "The name of a frame");
    }

    private List<Item> items(Path file, Size size, List<String> leftOut) throws ActionException, IOException {
        String name = files.name(file);
        List<Item> items = new ArrayList<>();
        for (KittiFile.Line line : KittiFile.read(file, name).whole().lines()) {
            KittiRow row = line.row();
            Optional<String> target = classes.of(row.type());
            Box box = pixels ? row.box().within(size.width(), size.height()) : row.box();
            if (target.isPresent() && box.isFilled()) {
                items.add(new Item(target.get(), row, pixels ? shares(box, size) : box));
            } else if (target.isPresent()) {
                leftOut.add(name + ", line " + line.number() + ": the box "
                        + String.join(" ", row.columns().subList(4, 8))
                        + (row.box().isFilled() ? " lies outside of the image" : " holds nothing"));
            }
        }
        return items;
    }

    private static Box shares(Box box, Size of) {
        return new Box(
                box.left() / of.width(), box.top() / of.height(), box.right() / of.width(), box.bottom() / of.height());
    }

    private Example base(Frame frame) throws ActionException, IOException {
        Example example = new Example()
                .text("frame/id", layout.images() + "/" + frame.id())
                .integer("frame/height", frame.head().size().height())
                .integer("frame/width", frame.head().size().width());
        if (pixels) {
            return example.file("frame/encoded", frame.image(), frame.head().bytes());
        }
        if (!layout.pointClouds().isEmpty()) {
            example.text("point_cloud/id", layout.pointClouds() + "/" + frame.id())
                    .integer("point_cloud/num_input_channels", 4);
        }
        if (!layout.calibrations().isEmpty()) {
            Path directory = files.at(layout.calibrations(), "kitti_config.calibrations_dir");
            Path file = files.at(directory, frame.id() + ".txt", "The name of a frame");
            KittiCalibration.read(file, files.name(file)).addTo(example);
        }
        return example;
    }

    private void targets(Example example, List<Item> items) {
        example.texts("target/object_class", all(items, Item::name));
        if (pixels) {
            example.floats("target/object_class_id", all(items, item ->
                    (double) classes.ids().get(item.name())));
        }
        example.floats("target/truncation", all(items, item -> item.row().number(1)))
                .ints("target/occlusion", all(items, item -> (long) item.row().number(2)))
                .floats(
                        "target/observation_angle",
                        all(items, item -> item.row().number(3)));
        boxes(example, items);
        String[] world = {"h", "w", "l", "x", "y", "z", "rot_y"};
        for (int i = 0; i < world.length; i++) {
            int column = 8 + i;
            example.floats(
                    "target/world_bbox_" + world[i],
                    all(items, item -> item.row().number(column)));
        }
    }

    private void boxes(Example example, List<Item> items) {
        example.floats("target/coordinates_x1", all(items, item -> item.box().left()))
                .floats("target/coordinates_y1", all(items, item -> item.box().top()))
                .floats("target/coordinates_x2", all(items, item -> item.box().right()))
                .floats("target/coordinates_y2", all(items, item -> item.box().bottom()));
    }

    private static <T> List<T> all(List<Item> items, Function<Item, T> what) {
        return items.stream().map(what).toList();
    }
}
