package dev.modeldock.server.actions.annotations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.files.SafePaths;
import dev.modeldock.problems.DockException;
import dev.modeldock.server.actions.InOrder;
import dev.modeldock.server.actions.labels.CocoBoxes;
import dev.modeldock.server.actions.labels.CocoByImage;
import dev.modeldock.server.actions.labels.CocoCategories;
import dev.modeldock.server.actions.labels.CocoFile;
import dev.modeldock.server.actions.labels.CocoImage;
import dev.modeldock.server.actions.labels.CocoImages;
import dev.modeldock.server.actions.labels.FileNames;
import dev.modeldock.server.actions.labels.LabelFormat;
import dev.modeldock.server.actions.labels.PythonNumber;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** The annotations of a dataset, as a label file for each image that has any. */
final class CocoToKitti {
    private static final String BEFORE_BOX = " 0 0 0";
    private static final String AFTER_BOX = " 0 0 0 0 0 0 0\n";

    private final ServiceRun run;
    private long files;
    private long rows;
    private long left;

    CocoToKitti(ServiceRun run) {
        this.run = run;
    }

    void convert() throws ActionException, IOException, InterruptedException {
        CocoFile coco = new CocoFile(LabelFormat.COCO.in(run.data()), run.context()::check);
        CocoCategories categories = CocoCategories.of(coco);
        try (CocoByImage images = CocoByImage.of(coco, run.task().work())) {
            left = images.strays();
            InOrder.each(images, run.threads(), image -> write(image, categories), (image, written) -> {
                run.context().check();
                files += written == 0 ? 0 : 1;
                rows += written;
                left += image.size() - written;
            });
        }
        run.context()
                .log(
                        files + " label files with " + rows + " rows. " + left
                                + " annotations without a box, or of images or categories that are not in the file, were left out.");
    }

    /** How many rows there are. */
    private int write(CocoImage image, CocoCategories categories) throws ActionException, IOException {
        StringBuilder text = new StringBuilder();
        int written = 0;
        for (ObjectNode annotation : image.annotations()) {
            Optional<String> name = categories.name(annotation);
            Optional<List<PythonNumber>> corners = CocoBoxes.corners(annotation);
            if (name.isPresent() && corners.isPresent()) {
                text.append(type(name.get())).append(BEFORE_BOX);
                for (PythonNumber each : corners.get()) {
                    text.append(' ').append(each.text());
                }
                text.append(AFTER_BOX);
                written++;
            }
        }
        if (written > 0) {
            store(CocoImages.fileName(image.image()), text.toString());
        }
        return written;
    }

    private static String type(String name) {
        return name.replaceAll("\\s", "");
    }

    private void store(String image, String text) throws ActionException, IOException {
        Path file = run.results().resolve(label(image));
        Files.createDirectories(file.getParent());
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new ActionException(
                    "The image " + image + " and another one would both have the label file "
                            + run.results().relativize(file)
                            + ": it is called as the image up to the first dot. Give the images other names.",
                    e);
        }
    }

    /** The image's name up to the first dot, in the same directory. */
    private static String label(String image) throws ActionException {
        String last = FileNames.last(image);
        int dot = last.indexOf('.');
        if (dot == 0) {
            throw new ActionException(
                    "The image " + image + " has a name that begins with a dot: no label file can be called so.");
        }
        String stem = image.substring(0, image.length() - last.length()) + (dot < 0 ? last : last.substring(0, dot));
        try {
            return SafePaths.check(stem + ".txt");
        } catch (DockException e) {
            throw new ActionException("The file_name of an image is none that can be written: " + e.getMessage(), e);
        }
    }
}
