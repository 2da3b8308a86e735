package dev.modeldock.server.actions.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.HeapRoom;
import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.labels.CocoBoxes;
import dev.modeldock.server.actions.labels.CocoIds;
import dev.modeldock.server.actions.labels.CocoImage;
import dev.modeldock.server.actions.labels.CocoImages;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.server.actions.masks.Mask;
import dev.modeldock.server.actions.masks.Segmentation;
import dev.modeldock.server.actions.pictures.BrokenPictureException;
import dev.modeldock.server.actions.pictures.PictureFile;
import dev.modeldock.server.actions.records.MadeExample.Objects;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes of one image of COCO annotations one example, with the names that the object detection API of TensorFlow has. May be
 * used by several threads.
 *
 * @param masks where those of objects are put
 */
record CocoExamples(DatasetFiles files, CocoSpec spec, NumberedCategories categories, ByteLists masks) {
    /** Without the annotation itself, which may be long. */
    private record Item(Box box, long category, long crowd, double area) {}

    private record Frame(ObjectNode image, Path file, ImageHead head) {}

    /** @throws ActionException where an annotation is broken */
    MadeExample of(CocoImage image) throws ActionException, IOException, InterruptedException {
        ObjectNode element = image.image();
        Path directory = files.at(spec.images(), "dataset_convert.image_dir");
        Path file = files.at(directory, CocoImages.fileName(element), "\"file_name\" of an image");
        String name = files.name(file);
        if (!Files.isRegularFile(file)) {
            return MadeExample.missing(name, "there is no such image");
        }
        Optional<ImageHead> head = ImageHead.of(file);
        if (head.isEmpty()) {
            return MadeExample.missing(name, "it cannot be read as an image");
        }
        Size size = head.get().size();
        if (differs(element, "width", size.width()) || differs(element, "height", size.height())) {
            return MadeExample.missing(
                    name,
                    "its size is " + size.width() + " x " + size.height() + ", and the annotations say "
                            + element.path("width") + " x " + element.path("height"));
        }
        try {
            return made(name, new Frame(element, file, head.get()), image);
        } catch (BrokenPictureException e) {
            return MadeExample.missing(name, "it " + e.getMessage());
        }
    }

    private static boolean differs(ObjectNode element, String side, int found) {
        return element.hasNonNull(side) && element.path(side).asDouble() != found;
    }

    /** What has come together of an image so far. */
    private static final class Gathered {
        private final List<Item> items = new ArrayList<>();
        private final List<String> leftOut = new ArrayList<>();
        private final ByteLists.ByteList masks;
        private double largest;

        private Gathered(ByteLists.ByteList masks) {
            this.masks = masks;
        }
    }

    private MadeExample made(String name, Frame frame, CocoImage image)
            throws ActionException, IOException, InterruptedException {
        Gathered gathered = new Gathered(masks.list());
        for (ObjectNode annotation : image.annotations()) {
            gather(annotation, frame.head().size(), gathered);
        }
        Example example = example(frame, gathered.items);
        if (spec.masks()) {
            example.list("image/object/mask", gathered.masks.part());
        }
        List<String> classes = all(gathered.items, this::name);
        return MadeExample.of(name, example, new Objects(classes, gathered.leftOut, gathered.largest));
    }

    private void gather(ObjectNode annotation, Size size, Gathered gathered)
            throws ActionException, IOException, InterruptedException {
        long category = categories.of(annotation);
        Optional<Box> found = CocoBoxes.of(annotation);
        if (found.isEmpty()) {
            gathered.leftOut.add("annotation " + id(annotation) + ": it has no box");
            return;
        }
        Box box = found.get();
        Box inside = box.within(size.width(), size.height());
        gathered.largest = Math.max(gathered.largest, Math.max(box.width(), box.height()));
        Optional<String> why = Optional.empty();
        if (!box.isFilled()) {
            why = Optional.of("the box holds nothing");
        } else if (!inside.isFilled()) {
            why = Optional.of("the box lies outside of the image");
        } else if (spec.masks()) {
            why = mask(annotation, size, gathered.masks);
        }
        if (why.isPresent()) {
            gathered.leftOut.add("annotation " + id(annotation) + ", " + annotation.path("bbox") + ": " + why.get());
        } else {
            gathered.items.add(
                    new Item(inside, category, annotation.path("iscrowd").asLong(0), area(annotation, inside)));
        }
    }

    private String name(Item item) {
        return categories.name(item.category());
    }

    private static String id(ObjectNode annotation) {
        return annotation.path("id").asText("without an id");
    }

    /** Adds the mask of an object. Empty when it did, else tells why not. */
    private static Optional<String> mask(ObjectNode annotation, Size size, ByteLists.ByteList masks)
            throws ActionException, IOException, InterruptedException {
        // A bit a pixel, and as much for what it is packed to.
        HeapRoom.Part room = PictureFile.room((long) size.width() * size.height() / 4);
        try {
            Optional<Mask> mask = Segmentation.of(annotation, size.width(), size.height());
            if (mask.isEmpty()) {
                return Optional.of("it has no segmentation, and include_masks of the spec asks for that");
            }
            masks.add(MaskPng.of(mask.get()));
            return Optional.empty();
        } finally {
            room.close();
        }
    }

    private Example example(Frame frame, List<Item> items) throws ActionException, IOException {
        Example example = new Example()
                .integer("image/height", frame.head().size().height())
                .integer("image/width", frame.head().size().width())
                .text("image/filename", CocoImages.fileName(frame.image()))
                .text("image/source_id", CocoIds.of(frame.image(), "id").toString())
                .text("image/key/sha256", ImageHead.sha256(frame.file()))
                .text("image/format", frame.head().format())
                .file("image/encoded", frame.file(), frame.head().bytes())
                .texts("image/object/class/text", all(items, this::name))
                .ints("image/object/class/label", all(items, Item::category))
                .ints("image/object/is_crowd", all(items, Item::crowd))
                .floats("image/object/area", all(items, Item::area));
        boxes(example, frame.head().size(), items);
        return example;
    }

    private static void boxes(Example example, Size size, List<Item> items) {
        example.floats("image/object/bbox/xmin", all(items, item -> item.box().left() / size.width()))
                .floats("image/object/bbox/xmax", all(items, item -> item.box().right() / size.width()))
                .floats("image/object/bbox/ymin", all(items, item -> item.box().top() / size.height()))
                .floats("image/object/bbox/ymax", all(items, item -> item.box().bottom() / size.height()));
    }

    private static double area(ObjectNode annotation, Box box) {
        JsonNode area = annotation.path("area");
        boolean told = area.isNumber() && Double.isFinite(area.doubleValue());
        return told ? area.doubleValue() : box.width() * box.height();
    }

    private static <T> List<T> all(List<Item> items, Function<Item, T> what) {
        return items.stream().map(what).toList();
    }
}
