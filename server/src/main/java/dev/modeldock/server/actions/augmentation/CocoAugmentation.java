package dev.modeldock.server.actions.augmentation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.InOrder;
import dev.modeldock.server.actions.labels.CocoElements;
import dev.modeldock.server.actions.labels.CocoIds;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Augments the pictures of COCO annotations, and writes the annotations again as they are then. The file is read twice, as
 * a stream; what is held is a name and a size of each picture.
 */
final class CocoAugmentation {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PICTURES = "images";
    private static final String ANNOTATIONS = "annotations";
    /** What a picture takes of the memory at most, with some left for all else. */
    private static final int BYTES_A_PICTURE = 1024;

    private final ServiceRun run;
    private final Augmenter augmenter;
    private final CocoAnnotations annotations;
    private final Map<Object, Frame> frames = new HashMap<>();
    private long forgotten;

    CocoAugmentation(ServiceRun run, Augmenter augmenter, CocoAnnotations annotations) {
        this.run = run;
        this.augmenter = augmenter;
        this.annotations = annotations;
    }

    /** A picture of the annotations. */
    private record Listed(Object id, String name) implements Augmentation.Named {
        private static Listed of(ObjectNode image) throws ActionException {
            Object id = CocoIds.of(image, "id");
            String name = image.path("file_name").asText();
            if (name.isEmpty()) {
                throw new ActionException("The image " + CocoIds.shown(image) + " has no file_name.");
            }
            return new Listed(id, name);
        }
    }

    /** @param wanted says which pictures are taken, by their names */
    void run(Path file, Augmentation pictures, Predicate<String> wanted)
            throws ActionException, IOException, InterruptedException {
        try (CocoElements images = CocoElements.of(file, PICTURES, run.context()::check)) {
            pictures.each(listed(images, wanted), this::keep);
        }
        Path output = run.results().resolve(annotations.output());
        Files.createDirectories(output.getParent());
        try (JsonParser in = CocoElements.parser(file);
                JsonGenerator out = JSON.createGenerator(Files.newOutputStream(output))) {
            rewrite(file, in, out);
        } catch (JsonProcessingException e) {
            throw CocoElements.broken(file, e);
        }
        if (forgotten > 0) {
            run.context().log(forgotten + " annotations are of no image that was made; they are left out.");
        }
    }

    private static Iterator<Listed> listed(CocoElements images, Predicate<String> wanted) {
        return new FilteredIterator<>(images, Listed::of, each -> wanted.test(each.name()));
    }

    private void keep(Listed picture, Frame frame) throws ActionException {
        if (frames.put(picture.id(), frame) != null) {
            throw new ActionException("Two images have the id " + picture.id() + ".");
        }
        if (annotations.refined()) {
            augmenter.claim(frame.name());
        }
        if (frames.size() > Runtime.getRuntime().maxMemory() / BYTES_A_PICTURE) {
            throw new ActionException("There are more than " + frames.size() + " images; for so many the program needs"
                    + " more memory (-Xmx).");
        }
    }

    private void rewrite(Path file, JsonParser in, JsonGenerator out)
            throws ActionException, IOException, InterruptedException {
        out.writeStartObject();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            out.writeFieldName(name);
            in.nextToken();
            if (name.equals(PICTURES)) {
                out.writeStartArray();
                pictures(CocoElements.of(in, file), out);
                out.writeEndArray();
            } else if (name.equals(ANNOTATIONS)) {
                out.writeStartArray();
                annotations(CocoElements.of(in, file), out);
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
            Frame frame = frames.get(CocoIds.of(image, "id"));
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
                annotations.take(annotation, frame(annotation));
            } else {
                forgotten++;
            }
        });
    }

    private Frame frame(ObjectNode annotation) throws ActionException {
        return frames.get(CocoIds.of(annotation, "image_id"));
    }

    private boolean moved(ObjectNode annotation) throws ActionException {
        Frame frame = frame(annotation);
        if (frame == null) {
            return false;
        }
        annotations.move(annotation, frame, augmenter.warp(frame));
        return true;
    }
}
