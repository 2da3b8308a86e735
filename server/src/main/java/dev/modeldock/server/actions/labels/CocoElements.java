package dev.modeldock.server.actions.labels;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.spi.ActionException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The elements of one list of a COCO file, one after the other, for those who ask for them. What is wrong with the file is an
 * {@link UncheckedIOException} whose cause has an {@link ActionException} as its own.
 */
public final class CocoElements implements Iterator<ObjectNode>, Closeable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int CHECK_EVERY = 4096;

    private final JsonParser parser;
    private final String place;
    private int number = -1;
    private boolean isAhead;

    private CocoElements(JsonParser parser, String place) {
        this.parser = parser;
        this.place = place;
    }

    /** A parser of a whole file, in front of its first name. */
    public static JsonParser parser(Path file) throws ActionException, IOException {
        if (!Files.isRegularFile(file)) {
            throw new ActionException("There is no " + file.getFileName() + " in the dataset.");
        }
        JsonParser parser = JSON.createParser(new ElementBytes(Files.newInputStream(file), () -> {}));
        try {
            if (!(parser.getInputSource() instanceof ElementBytes)) {
                throw new ActionException(file.getFileName() + " is no UTF-8; expected are COCO annotations in UTF-8.");
            }
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ActionException(file.getFileName() + " is no JSON object; expected are COCO annotations.");
            }
            return parser;
        } catch (JsonProcessingException e) {
            parser.close();
            throw broken(file, e);
        } catch (IOException | ActionException e) {
            parser.close();
            throw e;
        }
    }

    /**
     * The elements of a list of the file, to be closed.
     *
     * @param check asked on the way to the list; throws when the work is to stop
     */
    public static CocoElements of(Path file, String list, Runnable check) throws ActionException, IOException {
        JsonParser parser = parser(file);
        try {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(list);
                parser.nextToken();
                if (wanted) {
                    return of(parser, file);
                }
                skip(parser, check);
            }
            throw new ActionException(
                    file.getFileName() + " has no list \"" + list + "\"; expected are COCO annotations:"
                            + " {\"images\": […], \"annotations\": […], \"categories\": […]}.");
        } catch (JsonProcessingException e) {
            parser.close();
            throw broken(file, e);
        } catch (IOException | ActionException | RuntimeException e) {
            parser.close();
            throw e;
        }
    }

    /** There may be gigabytes of it. */
    private static void skip(JsonParser parser, Runnable check) throws IOException {
        int depth = 0;
        long tokens = 0;
        do {
            if (parser.currentToken() == null) {
                return;
            }
            depth += parser.currentToken().isStructStart()
                    ? 1
                    : parser.currentToken().isStructEnd() ? -1 : 0;
            if (tokens++ % CHECK_EVERY == 0) {
                check.run();
            }
        } while (depth > 0 && parser.nextToken() != null);
    }

    /** The elements of the list that a parser has come to; it is left at the list's end. */
    public static CocoElements of(JsonParser parser, Path file) throws ActionException, IOException {
        String list = parser.currentName();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new ActionException(file.getFileName() + " has a \"" + list + "\" that is no list.");
        }
        return new CocoElements(parser, "\"" + list + "\" of " + file.getFileName());
    }

    /** What is said of a file that is no JSON. */
    public static ActionException broken(Path file, JsonProcessingException e) {
        String line = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
        return new ActionException(file.getFileName() + " is no JSON: " + e.getOriginalMessage() + line + ".", e);
    }

    @Override
    public boolean hasNext() {
        if (parser.isClosed() || parser.currentToken() == JsonToken.END_ARRAY && number >= 0 && !isAhead) {
            return false;
        }
        if (!isAhead) {
            advance();
            isAhead = parser.currentToken() != JsonToken.END_ARRAY;
        }
        return isAhead;
    }

    private void advance() {
        try {
            number++;
            JsonToken token = parser.nextToken();
            if (token != JsonToken.END_ARRAY && token != JsonToken.START_OBJECT) {
                throw fault(
                        new ActionException(place + " has at " + number + " what is no object; it is counted from 0."));
            }
        } catch (JsonProcessingException e) {
            throw fault(broken(Path.of(place), e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ObjectNode next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        isAhead = false;
        ElementBytes bytes = (ElementBytes) parser.getInputSource();
        try {
            bytes.begin();
            ObjectNode element = JSON.readTree(parser);
            bytes.end();
            return element;
        } catch (ElementBytes.TooLongException e) {
            throw fault(new ActionException(
                    place + " has at " + number + " an element longer than " + (ElementBytes.MOST >> 20)
                            + " MiB: no image is described by so much.",
                    e));
        } catch (JsonProcessingException e) {
            throw fault(broken(Path.of(place), e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UncheckedIOException fault(ActionException e) {
        return new UncheckedIOException(new IOException(e.getMessage(), e));
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
