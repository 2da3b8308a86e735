package dev.modeldock.server.actions.labels;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * Writes a file of COCO annotations: {@code annotations}, {@code images}, {@code categories}. Images go to a file of their
 * own until all annotations are written. For one thread at a time.
 */
public final class CocoWriter implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path imagesFile;
    private final OutputStream out;
    private final JsonGenerator json;
    private final JsonGenerator images;

    /**
     * @param file that is written
     * @param work a directory for what is written meanwhile
     */
    public CocoWriter(Path file, Path work) throws IOException {
        imagesFile = work.resolve("coco-images.json");
        images = JSON.createGenerator(new BufferedOutputStream(Files.newOutputStream(imagesFile)));
        images.writeStartArray();
        out = new BufferedOutputStream(Files.newOutputStream(file));
        json = JSON.createGenerator(out);
        json.writeStartObject();
        json.writeFieldName("annotations");
        json.writeStartArray();
    }

    /** The text of an element; what is made on other threads. */
    public static String text(JsonNode element) throws IOException {
        return JSON.writeValueAsString(element);
    }

    /** @param text of a JSON object */
    public void annotation(String text) throws IOException {
        json.writeRawValue(text);
    }

    /** @param text of a JSON object */
    public void image(String text) throws IOException {
        images.writeRawValue(text);
    }

    /** Nothing more comes but these, which may be many. */
    public void finish(Iterator<? extends JsonNode> categories) throws IOException {
        json.writeEndArray();
        json.writeFieldName("images");
        images.writeEndArray();
        images.close();
        json.writeRawValue("");
        json.flush();
        Files.copy(imagesFile, out);
        json.writeFieldName("categories");
        json.writeStartArray();
        while (categories.hasNext()) {
            json.writeTree(categories.next());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        json.close();
        images.close();
        Files.deleteIfExists(imagesFile);
    }
}
