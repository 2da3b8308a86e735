package dev.modeldock.server.actions.annotations;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.modeldock.server.actions.FewLines;
import dev.modeldock.server.actions.InOrder;
import dev.modeldock.server.actions.labels.ClassBound;
import dev.modeldock.server.actions.labels.CocoWriter;
import dev.modeldock.server.actions.labels.FileNames;
import dev.modeldock.server.actions.labels.ImageFiles;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.server.actions.labels.KittiFile;
import dev.modeldock.server.actions.labels.LabelFormat;
import dev.modeldock.server.actions.labels.PythonNumber;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Label files of a dataset, as one file of COCO annotations. */
final class KittiToCoco {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SKIPPED = "skipped_files.txt";

    private final ServiceRun run;
    private final String project;
    private final Path images;
    private final Path labels;
    private final FewLines unreadable;
    private int image;
    private long annotation;
    private long skipped;

    KittiToCoco(ServiceRun run, String project) throws ActionException {
        this.run = run;
        this.project = project;
        this.images = run.data().resolve("images");
        this.labels = LabelFormat.KITTI.in(run.data());
        this.unreadable = new FewLines(run.context()::log);
    }

    void convert() throws ActionException, IOException, InterruptedException {
        List<String> names = FileNames.images(images, run.context()::check);
        if (names.isEmpty()) {
            throw new ActionException(
                    "The dataset has 0 images in images/; expected are .jpg, .jpeg or .png files there, and a label file for each in labels/.");
        }
        Optional<ClassMap> said = ClassMap.said(run);
        Path list = run.results().resolve(SKIPPED);
        write(names, said.isPresent() ? said.get() : found(), list);
        if (skipped == 0) {
            Files.delete(list);
        }
        unreadable.end();
        run.context()
                .log(annotation + " annotations of " + (image - skipped) + " images."
                        + (skipped == 0 ? "" : " " + skipped + " images without any are listed in " + SKIPPED + "."));
    }

    private void write(List<String> names, ClassMap classes, Path list)
            throws ActionException, IOException, InterruptedException {
        Path file = run.results().resolve(project + ".json");
        try (Writer skips = Files.newBufferedWriter(list);
                CocoWriter coco = new CocoWriter(file, run.task().work())) {
            InOrder.each(
                    names.iterator(),
                    run.threads(),
                    name -> read(name, classes),
                    (name, read) -> take(name, read, coco, skips));
            coco.finish(categories(classes).iterator());
        }
    }

    /** All classes in the order in which they appear in the label files, by the names of these. */
    private ClassMap found() throws IOException, InterruptedException {
        Set<String> types = new LinkedHashSet<>();
        ClassBound bound = new ClassBound();
        InOrder.each(
                FileNames.labels(labels, run.context()::check).iterator(),
                run.threads(),
                name -> {
                    Set<String> here = new LinkedHashSet<>();
                    file(name)
                            .readable()
                            .lines()
                            .forEach(line -> here.add(line.row().type()));
                    return here;
                },
                (name, here) -> {
                    run.context().check();
                    for (String type : here) {
                        if (types.add(type)) {
                            bound.add(type);
                        }
                    }
                });
        return ClassMap.of(new ArrayList<>(types));
    }

    private KittiFile file(String name) throws IOException {
        return KittiFile.read(labels.resolve(name), "labels/" + name);
    }

    private KittiImage read(String name, ClassMap classes) throws ActionException, IOException {
        String label = FileNames.stem(name) + ".txt";
        if (!Files.isRegularFile(labels.resolve(label))) {
            throw new ActionException("The image images/" + name + " has no label file labels/" + label
                    + ". An image without objects has an empty one.");
        }
        Optional<Size> size = ImageFiles.size(images.resolve(name));
        return size.isEmpty()
                ? KittiImage.unreadable()
                : KittiImage.of(size.get(), file(label).readable(), classes);
    }

    private void take(String name, KittiImage read, CocoWriter coco, Writer skips) throws IOException {
        run.context().check();
        image++;
        if (read.boxes().isEmpty()) {
            skipped++;
            skips.write(name + "\n");
            if (read.size().isEmpty()) {
                unreadable.say("images/" + name + " cannot be read as an image: skipped.");
            }
            return;
        }
        Size size = read.size().orElseThrow();
        ObjectNode element = JSON.createObjectNode().put("file_name", name).put("scene_id", project);
        element.put("height", size.height()).put("width", size.width()).put("id", image);
        coco.image(CocoWriter.text(element));
        for (KittiImage.Kept box : read.boxes()) {
            coco.annotation(CocoWriter.text(element(box)));
        }
    }

    private ObjectNode element(KittiImage.Kept box) {
        ObjectNode element = JSON.createObjectNode();
        ArrayNode numbers = element.putArray("bbox");
        for (PythonNumber each : List.of(box.x(), box.y(), box.width(), box.height())) {
            numbers.addRawValue(new RawValue(each.text()));
        }
        element.put("image_id", image).put("scene_id", project).put("iscrowd", 0);
        element.putRawValue("area", new RawValue(box.area().text()));
        return element.put("category_id", box.category()).put("id", ++annotation);
    }

    private static ArrayNode categories(ClassMap classes) {
        ArrayNode categories = JSON.createArrayNode();
        for (String name : classes.targets()) {
            categories.addObject().put("id", categories.size()).put("name", name);
        }
        return categories;
    }
}
