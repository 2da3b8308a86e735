package dev.modeldock.server.actions.labels;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;

/**
 * An image of COCO annotations with all that is said of it. What it holds is text of 8 MiB at most: it is parsed anew each
 * time that it is asked for, so that not all of it is in memory as trees.
 */
public final class CocoImage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long number;
    private final byte[] image;
    private final List<byte[]> annotations;

    CocoImage(long number, byte[] image, List<byte[]> annotations) {
        this.number = number;
        this.image = image;
        this.annotations = List.copyOf(annotations);
    }

    /** Its place in the list of images, from 0. */
    public long number() {
        return number;
    }

    /** The element of the list of images. */
    public ObjectNode image() {
        return parsed(image);
    }

    /** How many annotations it has. */
    public int size() {
        return annotations.size();
    }

    /** Its annotations in the order of the file. */
    public Iterable<ObjectNode> annotations() {
        return () -> {
            Iterator<byte[]> texts = annotations.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return texts.hasNext();
                }

                @Override
                public ObjectNode next() {
                    return parsed(texts.next());
                }
            };
        };
    }

    private static ObjectNode parsed(byte[] text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            // It was written by us a moment ago.
            throw new UncheckedIOException(e);
        }
    }
}
