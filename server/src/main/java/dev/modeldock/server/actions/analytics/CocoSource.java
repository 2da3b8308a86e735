package dev.modeldock.server.actions.analytics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.labels.CocoBoxes;
import dev.modeldock.server.actions.labels.CocoByImage;
import dev.modeldock.server.actions.labels.CocoCategories;
import dev.modeldock.server.actions.labels.CocoFile;
import dev.modeldock.server.actions.labels.CocoImage;
import dev.modeldock.server.actions.labels.CocoImages;
import dev.modeldock.server.actions.labels.LabelFormat;
import dev.modeldock.server.actions.labels.PythonNumber;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** Images of COCO annotations. What they measure is told by the file, not by the images. */
final class CocoSource implements LabelSource {
    private static final List<String> COLUMNS = List.of(
            "type",
            "bbox_xmin",
            "bbox_ymin",
            "bbox_xmax",
            "bbox_ymax",
            "image_name",
            "img_width",
            "img_height",
            "img_path");
    private static final List<String> COLUMNS_OF_INVALID = List.of(
            "type",
            "bbox_xmin",
            "bbox_ymin",
            "bbox_xmax",
            "bbox_ymax",
            "image_name",
            "img_width",
            "img_height",
            "out_of_box_coordinates",
            "zero_area_bounding_box",
            "inverted_coordinates",
            "img_path");

    private final CocoFile coco;
    private final CocoCategories categories;
    private final CocoByImage images;
    private final boolean hasImages;
    private final AtomicLong boxless = new AtomicLong();

    private CocoSource(CocoFile coco, CocoCategories categories, CocoByImage images, boolean hasImages) {
        this.coco = coco;
        this.categories = categories;
        this.images = images;
        this.hasImages = hasImages;
    }

    /** What the dataset of a run says. */
    static CocoSource of(ServiceRun run) throws ActionException, IOException {
        CocoFile coco = new CocoFile(LabelFormat.COCO.in(run.data()), run.context()::check);
        CocoCategories categories = CocoCategories.of(coco);
        CocoByImage images = CocoByImage.of(coco, run.task().work());
        if (images.strays() > 0) {
            run.context().log(images.strays() + " annotations of images that are not in the file are left out.");
        }
        return new CocoSource(
                coco, categories, images, Files.isDirectory(run.data().resolve("images")));
    }

    /** The file itself. */
    CocoFile file() {
        return coco;
    }

    @Override
    public long size() {
        return images.images();
    }

    @Override
    public long boxless() {
        return boxless.get();
    }

    @Override
    public boolean hasImages() {
        return hasImages;
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public List<String> columnsOfInvalid() {
        return COLUMNS_OF_INVALID;
    }

    @Override
    public Iterator<Callable<LabelledImage>> images() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return images.hasNext();
            }

            @Override
            public Callable<LabelledImage> next() {
                CocoImage image = images.next();
                return () -> read(image);
            }
        };
    }

    private LabelledImage read(CocoImage image) throws ActionException {
        String name = CocoImages.fileName(image.image());
        CocoImages.Sides sides = CocoImages.sides(image.image());
        Frame frame = new Frame(sides.width(), sides.height());
        List<ObjectRow> rows = new ArrayList<>();
        for (ObjectNode annotation : image.annotations()) {
            Optional<List<PythonNumber>> corners = CocoBoxes.corners(annotation);
            if (corners.isPresent()) {
                rows.add(row(annotation, corners.get(), name, frame));
            } else {
                boxless.incrementAndGet();
            }
        }
        return new LabelledImage(name, name, frame, rows, List.of(), Optional.of(image));
    }

    private ObjectRow row(ObjectNode annotation, List<PythonNumber> corners, String name, Frame frame)
            throws ActionException {
        String type = categories.require(annotation);
        Box box = new Box(
                corners.get(0).value(),
                corners.get(1).value(),
                corners.get(2).value(),
                corners.get(3).value());
        Faults faults = Faults.of(box, frame);
        List<String> cells = new ArrayList<>(COLUMNS_OF_INVALID.size());
        cells.add(type);
        corners.forEach(each -> cells.add(each.text()));
        cells.addAll(List.of(name, frame.width().text(), frame.height().text()));
        if (faults.any()) {
            cells.addAll(faults.cells());
        }
        cells.add("images/" + name);
        return new ObjectRow(type, box, faults, 0, 0, cells);
    }

    @Override
    public void close() throws IOException {
        images.close();
    }
}
