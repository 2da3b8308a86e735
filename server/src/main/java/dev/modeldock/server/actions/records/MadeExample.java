package dev.modeldock.server.actions.records;

import dev.modeldock.server.actions.records.Example.Part;
import java.util.List;
import java.util.Optional;

/**
 * What has become of an image.
 *
 * @param image its path in the dataset
 * @param missing why it is left out
 * @param parts of its record
 * @param objects that are in it
 */
record MadeExample(String image, Optional<String> missing, List<Part> parts, Objects objects) {
    /**
     * @param classes of each
     * @param leftOut which are not among these, and why
     * @param largest side of a box, in pixels; 0 where nobody asks
     */
    record Objects(List<String> classes, List<String> leftOut, double largest) {}

    static MadeExample of(String image, Example example, Objects objects) {
        return new MadeExample(image, Optional.empty(), example.parts(), objects);
    }

    static MadeExample missing(String image, String why) {
        return new MadeExample(image, Optional.of(why), List.of(), new Objects(List.of(), List.of(), 0));
    }
}
