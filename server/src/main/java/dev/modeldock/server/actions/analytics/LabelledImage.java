package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.labels.CocoImage;
import java.util.List;
import java.util.Optional;

/**
 * An image and what is said of it.
 *
 * @param label the name of the label file, in the directory of labels; of COCO that of the image
 * @param image its name in the directory of images; null where there is none
 * @param frame null where nothing is known of the image
 * @param strange what is told of lines that are no rows
 * @param raw what it comes from; only of COCO
 */
record LabelledImage(
        String label, String image, Frame frame, List<ObjectRow> rows, List<String> strange, Optional<CocoImage> raw) {}
