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
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The elements of one list of a {@link CocoFile}, one after the other, for those who ask for them. What is wrong with the
 * file is an {@link UncheckedIOException} whose cause has an {@link ActionException} as its own. For one thread at a time.
 */
public final class CocoElements implements Iterator<ObjectNode>, Closeable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CocoFile coco;
    private final String list;
    private final JsonParser parser;
    private long number;
    private boolean ended;
    private ObjectNode ahead;

    /** @param parser at the beginning of the list */
    CocoElements(CocoFile coco, String list, JsonParser parser) {
        this.coco = coco;
        this.list = list;
        this.parser = parser;
    }

    /** The next one; null when there is none. */
    ObjectNode read() throws ActionException, IOException {
        if (ended) {
            return null;
        }
        ElementBytes bytes = (ElementBytes) parser.getInputSource();
        try {
            JsonToken token = parser.nextToken();
            ended = token == JsonToken.END_ARRAY;
            if (ended) {
                return null;
            }
            if (token != JsonToken.START_OBJECT) {
                throw fault("at " + number + " what is no object; it is counted from 0", null);
            }
            bytes.begin();
            ObjectNode element = JSON.readTree(parser);
            bytes.end();
            number++;
            return element;
        } catch (ElementBytes.TooLongException e) {
            throw fault(
                    "an element longer than " + (ElementBytes.MOST >> 20) + " MiB: no image is described by so much",
                    e);
        } catch (JsonProcessingException e) {
            throw coco.broken(e);
        }
    }

    private ActionException fault(String what, Throwable cause) {
        return new ActionException(coco.name() + " has in \"" + list + "\" " + what + ".", cause);
    }

    @Override
    public boolean hasNext() {
        try {
            ahead = ahead == null ? read() : ahead;
            return ahead != null;
        } catch (ActionException e) {
            throw new UncheckedIOException(new IOException(e.getMessage(), e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ObjectNode next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ObjectNode taken = ahead;
        ahead = null;
        return taken;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
