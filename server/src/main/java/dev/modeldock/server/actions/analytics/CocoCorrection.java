package dev.modeldock.server.actions.analytics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.modeldock.server.actions.labels.CocoBoxes;
import dev.modeldock.server.actions.labels.CocoCategories;
import dev.modeldock.server.actions.labels.CocoElements;
import dev.modeldock.server.actions.labels.CocoImage;
import dev.modeldock.server.actions.labels.CocoWriter;
import dev.modeldock.server.actions.labels.PythonNumber;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All annotations again, image by image; only their boxes are other ones. */
final class CocoCorrection implements Correction {
    private final CocoSource source;
    private final CocoWriter coco;

    /** @param work a directory for what is written meanwhile */
    CocoCorrection(Path results, Path work, CocoSource source) throws IOException {
        this.source = source;
        this.coco = new CocoWriter(results.resolve("annotations.json"), work);
    }

    /** The image first. */
    @Override
    public List<String> of(LabelledImage image) throws ActionException, IOException {
        CocoImage raw = image.raw().orElseThrow();
        List<String> texts = new ArrayList<>(List.of(CocoWriter.text(raw.image())));
        for (ObjectNode annotation : raw.annotations()) {
            Optional<List<PythonNumber>> corners = CocoBoxes.corners(annotation);
            if (corners.isPresent()) {
                put(annotation, Correction.corrected(corners.get(), image.frame()));
            }
            texts.add(CocoWriter.text(annotation));
        }
        return texts;
    }

    private static void put(ObjectNode annotation, List<PythonNumber> box) {
        ArrayNode numbers = annotation.putArray("bbox");
        for (PythonNumber each : List.of(
                box.get(0), box.get(1), box.get(2).minus(box.get(0)), box.get(3).minus(box.get(1)))) {
            numbers.addRawValue(new RawValue(each.text()));
        }
    }

    @Override
    public void take(List<String> made) throws IOException {
        coco.image(made.get(0));
        for (String annotation : made.subList(1, made.size())) {
            coco.annotation(annotation);
        }
    }

    @Override
    public void finish() throws ActionException, IOException {
        try (CocoElements categories = source.file().elements(CocoCategories.LIST)) {
            coco.finish(categories);
        }
    }

    @Override
    public void close() throws IOException {
        coco.close();
    }
}
