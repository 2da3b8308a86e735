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
 * A file of COCO annotations, of any size: its lists are read element by element, in the order of the file. All that read
 * such a file do it with this, so that the same files are taken, with the same bounds and the same sentences.
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

    /** What it is called in sentences. */
    public String name() {
        return file.getFileName().toString();
    }

    /**
     * Read one of its lists, such as {@code images}.
     *
     * @throws ActionException as {@link #elements}, and when the list holds what is no object, or one longer than 8 MiB
     */
    public void each(String list, Taker taker) throws ActionException, IOException {
        try (CocoElements elements = elements(list)) {
            for (ObjectNode each = elements.read(); each != null; each = elements.read()) {
                taker.take(each);
            }
        }
    }

    /**
     * One of its lists for those who ask for elements, to be closed.
     *
     * @throws ActionException when there is no such file, or it is no JSON object in UTF-8, or has no such list
     */
    public CocoElements elements(String list) throws ActionException, IOException {
        JsonParser parser = parser();
        boolean found = false;
        try {
            while (!found && parser.nextToken() == JsonToken.FIELD_NAME) {
                found = parser.currentName().equals(list);
                parser.nextToken();
                if (!found) {
                    parser.skipChildren();
                }
            }
            require(found, "has no list \"" + list + "\"");
            return elements(parser);
        } catch (JsonProcessingException e) {
            found = false;
            throw broken(e);
        } catch (IOException | ActionException | RuntimeException e) {
            found = false;
            throw e;
        } finally {
            if (!found) {
                parser.close();
            }
        }
    }

    /** The elements of the list that a parser of this file has come to; it is left at the list's end. */
    public CocoElements elements(JsonParser parser) throws ActionException, IOException {
        String list = parser.currentName();
        require(parser.currentToken() == JsonToken.START_ARRAY, "has a \"" + list + "\" that is no list");
        return new CocoElements(this, list, parser);
    }

    /**
     * Its parser, in front of the first name, for those who write the file again.
     *
     * @throws ActionException when there is no such file, or it is no JSON object in UTF-8
     */
    public JsonParser parser() throws ActionException, IOException {
        if (!Files.isRegularFile(file)) {
            throw new ActionException("There is no " + name() + " in the dataset.");
        }
        JsonParser parser = JSON.createParser(new ElementBytes(Files.newInputStream(file), check));
        boolean well = false;
        try {
            // Of another encoding it reads letters, and elements could not be measured.
            require(parser.getInputSource() instanceof ElementBytes, "is no UTF-8");
            require(parser.nextToken() == JsonToken.START_OBJECT, "is no JSON object");
            well = true;
            return parser;
        } catch (JsonProcessingException e) {
            throw broken(e);
        } finally {
            if (!well) {
                parser.close();
            }
        }
    }

    /** What is said where it is no JSON. */
    public ActionException broken(JsonProcessingException e) {
        String line = e.getLocation() == null
                ? "unknown"
                : Integer.toString(e.getLocation().getLineNr());
        return new ActionException(name() + " is no JSON: " + e.getOriginalMessage() + " (line " + line + ").", e);
    }

    private void require(boolean holds, String what) throws ActionException {
        if (!holds) {
            throw new ActionException(name() + " " + what
                    + "; expected are COCO annotations: {\"images\": […], \"annotations\": […], \"categories\": […]}.");
        }
    }
}
