package dev.modeldock.server.actions.labels;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of COCO annotations, of any size: its lists are read element by element, in the order of the file.
 *
 * @param check is asked all the while it is read; what it throws ends the reading
 */
public record CocoFile(Path file, Runnable check) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One that is read without a question. */
    public CocoFile(Path file) {
        this(file, () -> {});
    }

    /** Takes one element of a list. */
    @FunctionalInterface
    public interface Taker {
        void take(ObjectNode element) throws ActionException, IOException;
    }

    /**
     * Read one of its lists, such as {@code images}.
     *
     * @throws ActionException when there is no such file, or it is no JSON object, or the list is missing or holds what is
     *     no object, or one longer than 8 MiB
     */
    public void each(String list, Taker taker) throws ActionException, IOException {
        if (!Files.isRegularFile(file)) {
            throw new ActionException("There is no " + file.getFileName() + " in the dataset.");
        }
        try (ElementBytes bytes = new ElementBytes(Files.newInputStream(file), check);
                JsonParser parser = JSON.createParser(bytes)) {
            require(parser.nextToken() == JsonToken.START_OBJECT, "is no JSON object");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(list);
                parser.nextToken();
                if (wanted) {
                    elements(parser, bytes, list, taker);
                    return;
                }
                parser.skipChildren();
            }
        } catch (JsonProcessingException e) {
            throw new ActionException(
                    file.getFileName() + " is no JSON: " + e.getOriginalMessage() + " (line "
                            + (e.getLocation() == null
                                    ? "unknown"
                                    : e.getLocation().getLineNr()) + ").",
                    e);
        } catch (ElementBytes.TooLongException e) {
            throw new ActionException(
                    file.getFileName() + " has in \"" + list + "\" an element longer than " + (ElementBytes.MOST >> 20)
                            + " MiB: no image is described by so much.",
                    e);
        }
        require(false, "has no list \"" + list + "\"");
    }

    private void elements(JsonParser parser, ElementBytes bytes, String list, Taker taker)
            throws ActionException, IOException {
        require(parser.currentToken() == JsonToken.START_ARRAY, "has a \"" + list + "\" that is no list");
        int number = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            require(
                    parser.currentToken() == JsonToken.START_OBJECT,
                    "has in \"" + list + "\" at " + number + " what is no object");
            bytes.begin();
            ObjectNode element = JSON.readTree(parser);
            bytes.end();
            taker.take(element);
            number++;
        }
    }

    private void require(boolean holds, String what) throws ActionException {
        if (!holds) {
            throw new ActionException(file.getFileName() + " " + what
                    + "; expected are COCO annotations: {\"images\": […], \"annotations\": […], \"categories\": […]}.");
        }
    }
}
