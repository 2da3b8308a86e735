package dev.modeldock.server.actions.masks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.labels.CocoFile;
import dev.modeldock.server.actions.labels.CocoIds;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.spi.ActionContext;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The segmentations of all images. First they are read, by one thread; then they are painted, by any. */
final class AnnotatedImages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NEEDED = List.of("id", "category_id", "segmentation");

    private final SegmentedImages images;
    private final AnnotationChains chains;
    private final Map<Object, Long> counts = new HashMap<>();
    private int highest;
    private long strangers;
    private long boxes;

    AnnotatedImages(SegmentedImages images, AnnotationChains chains) {
        this.images = images;
        this.chains = chains;
    }

    SegmentedImages images() {
        return images;
    }

    /** The highest id of a category that an object has. */
    int highest() {
        return highest;
    }

    /** How many objects of a category have a segmentation. */
    long count(Object category) {
        return counts.getOrDefault(category, 0L);
    }

    void read(CocoFile coco, ActionContext context) throws ActionException, IOException {
        coco.each("annotations", annotation -> {
            context.check();
            Integer image = images.number(annotation);
            if (image == null) {
                strangers++;
            } else if (annotation.path("segmentation").isEmpty()) {
                boxes++;
            } else {
                add(image, annotation);
            }
        });
        chains.end();
        context.log(strangers + " annotations are of images that are not listed, " + boxes
                + " have no segmentation; they are left out.");
    }

    private void add(int image, ObjectNode annotation) throws ActionException, IOException {
        Object category = CocoIds.of(annotation, "category_id");
        if (!(category instanceof Long id) || id < 0 || id > MaskPicture.MOST) {
            throw new ActionException("The annotation " + CocoIds.shown(annotation) + " is of the category " + category
                    + "; its id is to be a pixel, so expected is a number from 0 to " + MaskPicture.MOST + ".");
        }
        highest = Math.max(highest, id.intValue());
        counts.merge(category, 1L, Long::sum);
        chains.add(image, JSON.writeValueAsBytes(annotation.retain(NEEDED)));
    }

    boolean has(int image) {
        return chains.has(image);
    }

    /** The picture of an image's objects, later ones over earlier ones; empty when none of them has a pixel. */
    Optional<MaskPicture> paint(int image, Size size) throws Exception {
        MaskPicture picture = new MaskPicture(size.width(), size.height());
        chains.backwards(image, bytes -> {
            ObjectNode annotation = JSON.readValue(bytes, ObjectNode.class);
            Optional<Mask> mask = Segmentation.of(annotation, size.width(), size.height());
            mask.ifPresent(found ->
                    picture.paintBehind(found, annotation.path("category_id").asInt()));
        });
        return picture.isPainted() ? Optional.of(picture) : Optional.empty();
    }
}
