package dev.modeldock.server.actions.masks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.labels.CocoElements;
import dev.modeldock.server.actions.labels.CocoIds;
import dev.modeldock.spi.ActionContext;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The images that a COCO file lists, each with a number from 0 on: their names are held, and nothing else. */
record SegmentedImages(List<String> names, Map<Object, Integer> numbers) {
    /** What an image takes of the memory at most, with some left for all else. */
    private static final int BYTES_AN_IMAGE = 1024;

    static SegmentedImages of(Path file, ActionContext context) throws ActionException, IOException {
        SegmentedImages images = new SegmentedImages(new ArrayList<>(), new HashMap<>());
        try (CocoElements elements = CocoElements.of(file, "images", context::check)) {
            while (elements.hasNext()) {
                context.check();
                images.add(elements.next());
            }
        }
        return images;
    }

    private void add(ObjectNode image) throws ActionException {
        Object id = CocoIds.of(image, "id");
        String name = image.path("file_name").asText();
        if (name.isEmpty()) {
            throw new ActionException("The image " + CocoIds.shown(image) + " has no file_name.");
        }
        if (numbers.put(id, names.size()) != null) {
            throw new ActionException("Two images have the id " + id + ".");
        }
        names.add(name);
        if (names.size() > Runtime.getRuntime().maxMemory() / BYTES_AN_IMAGE) {
            throw new ActionException("There are more than " + names.size() + " images; for so many the program needs"
                    + " more memory (-Xmx).");
        }
    }

    int size() {
        return names.size();
    }

    String name(int number) {
        return names.get(number);
    }

    /** The number of the image of an id; empty when it is not listed. */
    OptionalInt number(Object id) {
        Integer number = numbers.get(id);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** All numbers, in the order of the names. */
    List<Integer> byName() {
        return IntStream.range(0, size())
                .boxed()
                .sorted((a, b) -> names.get(a).compareTo(names.get(b)))
                .toList();
    }
}
