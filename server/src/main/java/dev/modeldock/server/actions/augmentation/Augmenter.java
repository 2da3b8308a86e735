package dev.modeldock.server.actions.augmentation;

import dev.modeldock.files.SafePaths;
import dev.modeldock.problems.DockException;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.server.actions.pictures.BrokenPictureException;
import dev.modeldock.server.actions.pictures.Picture;
import dev.modeldock.server.actions.pictures.PictureFile;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Makes another picture of each, with its KITTI labels where those are wanted. On any thread, but for {@link #claim}.
 *
 * @param data the dataset, with {@code images} and {@code labels}
 * @param labels whether KITTI labels are carried along
 */
record Augmenter(Recipe recipe, Path data, Path results, boolean labels, boolean gray, Set<String> stems) {
    /** Pictures held at a time beside the first: turned, blurred, and as they are written. */
    private static final int PICTURES = 3;

    static final String IMAGES = "images";
    static final String LABELS = "labels";

    Augmenter(Recipe recipe, Path data, Path results, boolean labels, boolean gray) {
        this(recipe, data, results, labels, gray, new HashSet<>());
    }

    /** What came of one picture, or why it is left out. */
    record Result(Optional<Frame> frame, String fault) {}

    /** Of two pictures with one label file, one would get the labels of the other. */
    void claim(String name) throws ActionException {
        if (!stems.add(stem(name))) {
            throw new ActionException("Two images would have the label file " + labelName(name) + ", " + name
                    + " and another one of its name. Rename one of them.");
        }
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
    }

    static String labelName(String name) {
        return LABELS + "/" + stem(name) + ".txt";
    }

    Result make(String name) throws ActionException, IOException, InterruptedException {
        try {
            String path = SafePaths.check(name);
            Size input = new PictureFile(data.resolve(IMAGES).resolve(path))
                    .read(this::memory, picture -> made(path, picture));
            Frame frame = new Frame(path, input);
            if (labels && Files.isRegularFile(data.resolve(labelName(path)))) {
                String label = labelName(path);
                LabelText.rewrite(data.resolve(label), label, results.resolve(label), warp(frame)::of);
            }
            return new Result(Optional.of(frame), "");
        } catch (BrokenPictureException e) {
            return new Result(Optional.empty(), e.getMessage());
        } catch (DockException e) {
            return new Result(Optional.empty(), "has a name that is not taken: " + e.getMessage());
        }
    }

    private long memory(long pixels) {
        long output = recipe.fixed().width() > 0
                ? (long) recipe.fixed().width() * recipe.fixed().height()
                : pixels;
        return output * Picture.CHANNELS * PICTURES;
    }

    private Size made(String name, Picture picture) throws ActionException, IOException {
        Size input = new Size(picture.width(), picture.height());
        Draw draw = recipe.draw(name);
        Picture turned = warp(new Frame(name, input)).of(picture);
        draw.colors().apply(turned);
        Picture blurred = draw.blur().of(turned);
        PictureFile file = new PictureFile(results.resolve(IMAGES).resolve(name));
        if (gray) {
            file.writeGray(blurred);
        } else {
            file.write(blurred);
        }
        return input;
    }

    /** Where the points of a picture have gone. */
    Warp warp(Frame frame) throws ActionException {
        Size output = recipe.output(frame.input());
        return new Warp(recipe.draw(frame.name()).transform(frame.input(), output), output);
    }
}
