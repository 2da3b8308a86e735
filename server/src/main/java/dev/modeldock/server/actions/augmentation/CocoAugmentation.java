package dev.modeldock.server.actions.augmentation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.InOrder;
import dev.modeldock.server.actions.labels.CocoElements;
import dev.modeldock.server.actions.labels.CocoFile;
import dev.modeldock.server.actions.labels.CocoImages;
import dev.modeldock.server.actions.labels.CocoIndex;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Augments the pictures of COCO annotations, and writes the annotations again as they are then. The file is read twice, as
 * a stream; what is held is a name and a size of each picture.
 */
final class CocoAugmentation {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PICTURES = "images";
    private static final String ANNOTATIONS = "annotations";

    private final ServiceRun run;
    private final Augmenter augmenter;
    private final CocoAnnotations annotations;
    private final CocoFile coco;
    /** Null for those that were not made. */
    private final CocoIndex<Frame> frames;

    private long forgotten;

    CocoAugmentation(ServiceRun run, Augmenter augmenter, CocoAnnotations annotations, Path file) {
        this.run = run;
        this.coco = new CocoFile(file, run.context()::check);
        this.frames = new CocoIndex<>(coco);
        this.augmenter = augmenter;
        this.annotations = annotations;
    }

    /** A picture of the annotations. */
    private record Listed(Object id, String name) implements Augmentation.Named {}

    /** @param wanted says which pictures are taken, by their names */
    void run(Augmentation pictures, Predicate<String> wanted)
            throws ActionException, IOException, InterruptedException {
        try (CocoElements images = coco.elements(PICTURES)) {
            pictures.each(new FilteredIterator<>(images, this::listed, each -> wanted.test(each.name())), this::keep);
        }
        Path output = run.results().resolve(annotations.output());
        Files.createDirectories(output.getParent());
        try (JsonParser in = coco.parser();
                JsonGenerator out = JSON.createGenerator(Files.newOutputStream(output))) {
            rewrite(in, out);
        } catch (JsonProcessingException e) {
            throw coco.broken(e);
        }
        if (forgotten > 0) {
            run.context().log(forgotten + " annotations are of no image that was made; they are left out.");
        }
    }

    private Listed listed(ObjectNode image) throws ActionException {
        String name = CocoImages.fileName(image);
        return new Listed(frames.put(image, null, name), name);
    }

    private void keep(Listed picture, Frame frame) throws ActionException {
        frames.set(picture.id(), frame);
        if (annotations.refined()) {
            augmenter.claim(frame.name());
        }
    }

    private void rewrite(JsonParser in, JsonGenerator out) throws ActionException, IOException, InterruptedException {
        out.writeStartObject();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            out.writeFieldName(name);
            in.nextToken();
            if (name.equals(PICTURES)) {
                out.writeStartArray();
                pictures(coco.elements(in), out);
                out.writeEndArray();
            } else if (name.equals(ANNOTATIONS)) {
                out.writeStartArray();
                annotations(coco.elements(in), out);
                out.writeEndArray();
            } else {
                copy(in, out);
            }
        }
        out.writeEndObject();
    }

    /** There may be gigabytes of it. */
    private void copy(JsonParser in, JsonGenerator out) throws IOException {
        int depth = 0;
        do {
            run.context().check();
            depth += in.currentToken().isStructStart() ? 1 : in.currentToken().isStructEnd() ? -1 : 0;
            out.copyCurrentEvent(in);
        } while (depth > 0 && in.nextToken() != null);
    }

    private void pictures(CocoElements elements, JsonGenerator out) throws ActionException, IOException {
        while (elements.hasNext()) {
            run.context().check();
            ObjectNode image = elements.next();
            Frame frame = frames.get(image, "id");
            if (frame != null) {
                Size size = augmenter.recipe().output(frame.input());
                image.put("height", size.height()).put("width", size.width());
                out.writeTree(image);
            }
        }
    }

    private void annotations(CocoElements elements, JsonGenerator out)
            throws ActionException, IOException, InterruptedException {
        int threads = annotations.isHard() ? run.threads() : 1;
        InOrder.each(elements, threads, this::moved, (annotation, moved) -> {
            run.context().check();
            if (moved) {
                out.writeTree(annotation);
                annotations.take(annotation, frames.get(annotation, "image_id"));
            } else {
                forgotten++;
            }
        });
    }

    private boolean moved(ObjectNode annotation) throws ActionException {
        Frame frame = frames.get(annotation, "image_id");
        if (frame == null) {
            return false;
        }
        annotations.move(annotation, frame, augmenter.warp(frame));
        return true;
    }
}
