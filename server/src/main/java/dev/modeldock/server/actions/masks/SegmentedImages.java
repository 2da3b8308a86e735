package dev.modeldock.server.actions.masks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.labels.CocoFile;
import dev.modeldock.server.actions.labels.CocoImages;
import dev.modeldock.server.actions.labels.CocoIndex;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The images that a COCO file lists, each with a number from 0 on: their names are held, and nothing else. */
record SegmentedImages(List<String> names, CocoIndex<Integer> numbers) {
    static SegmentedImages of(CocoFile coco) throws ActionException, IOException {
        SegmentedImages images = new SegmentedImages(new ArrayList<>(), new CocoIndex<>(coco));
        coco.each("images", image -> {
            String name = CocoImages.fileName(image);
            images.numbers().put(image, images.size(), name);
            images.names().add(name);
        });
        return images;
    }

    int size() {
        return names.size();
    }

    String name(int number) {
        return names.get(number);
    }

    /** The number of the image of an annotation; null when it is not listed. */
    Integer number(ObjectNode annotation) throws ActionException {
        return numbers.get(annotation, "image_id");
    }

    /** All numbers, in the order of the names. */
    List<Integer> byName() {
        return IntStream.range(0, size())
                .boxed()
                .sorted((a, b) -> names.get(a).compareTo(names.get(b)))
                .toList();
    }
}
