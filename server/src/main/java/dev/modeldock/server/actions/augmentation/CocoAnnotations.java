package dev.modeldock.server.actions.augmentation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.labels.CocoBoxes;
import dev.modeldock.server.actions.labels.CocoCategories;
import dev.modeldock.server.actions.labels.CocoFile;
import dev.modeldock.server.actions.masks.Mask;
import dev.modeldock.server.actions.masks.Segmentation;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a COCO annotation when its picture is turned.
 *
 * @param output the name of the file that they are written to
 * @param masks whether masks are turned too; else they are left out, for they would be those of another picture
 * @param refined whether the box is that around the turned mask, and goes into a KITTI label file too
 * @param labels the directory of label files
 * @param classes by the ids of categories, where there are label files to write
 */
record CocoAnnotations(String output, boolean masks, boolean refined, Path labels, CocoCategories classes) {
    private static final double DECIMALS = 1e4;

    static CocoAnnotations plain(String output, boolean masks) {
        return new CocoAnnotations(output, masks, false, Path.of(""), new CocoCategories("", Map.of()));
    }

    static CocoAnnotations refined(Path file, String output, Path results, Runnable check)
            throws ActionException, IOException {
        CocoCategories classes = CocoCategories.of(new CocoFile(file, check));
        return new CocoAnnotations(output, true, true, results, classes);
    }

    /** Whether there is enough to do for several threads. */
    boolean isHard() {
        return masks;
    }

    /** Move an annotation to where its object is now. */
    void move(ObjectNode annotation, Frame frame, Warp warp) throws ActionException {
        Optional<Box> corners = CocoBoxes.of(annotation).map(warp::of);
        Optional<Mask> mask = masks ? mask(annotation, frame, warp) : Optional.empty();
        // A left hand would be a right one in a mirror, so these are not kept.
        annotation.remove("keypoints");
        annotation.remove("num_keypoints");
        Segmentation.remove(annotation);
        mask.ifPresent(found -> Segmentation.put(annotation, found));
        Optional<Box> box = refined ? mask.flatMap(Mask::box).or(() -> corners) : corners;
        box.ifPresent(found -> put(annotation, found));
        if (annotation.has("area")) {
            annotation.put("area", area(mask, box));
        }
    }

    private static Optional<Mask> mask(ObjectNode annotation, Frame frame, Warp warp) throws ActionException {
        return Segmentation.of(annotation, frame.input().width(), frame.input().height())
                .map(warp::of);
    }

    private static double area(Optional<Mask> mask, Optional<Box> box) {
        return mask.map(found -> (double) found.size())
                .or(() -> box.map(found -> rounded(rounded(found.width()) * rounded(found.height()))))
                .orElse(0.0);
    }

    private static void put(ObjectNode annotation, Box box) {
        ArrayNode sides = annotation.putArray("bbox");
        sides.add(rounded(box.left())).add(rounded(box.top()));
        sides.add(rounded(box.width())).add(rounded(box.height()));
    }

    private static double rounded(double value) {
        return Math.rint(value * DECIMALS) / DECIMALS;
    }

    /** Take an annotation that was moved, in the order of the file. */
    void take(ObjectNode annotation, Frame frame) throws ActionException, IOException {
        Optional<Box> box = CocoBoxes.of(annotation);
        if (!refined || box.isEmpty()) {
            return;
        }
        String type = classes.require(annotation);
        Path file = labels.resolve(Augmenter.labelName(frame.name()));
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                LabelText.row(type, box.get()) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
