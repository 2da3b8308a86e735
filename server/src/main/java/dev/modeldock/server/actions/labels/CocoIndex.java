package dev.modeldock.server.actions.labels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.spi.ActionException;
import java.util.HashMap;
import java.util.Map;

/**
 * What is held in memory of each image of a COCO file, by its id. It is put in by one thread; then others may ask.
 *
 * @param <V> a few numbers, and the name at most
 */
public final class CocoIndex<V> {
    private static final int BYTES_AN_IMAGE = 256;
    private static final int BYTES_A_LETTER = 2;
    /** Of all memory. */
    private static final int PART = 4;

    private final CocoFile coco;
    private final Map<Object, V> all = new HashMap<>();
    private long bytes;

    public CocoIndex(CocoFile coco) {
        this.coco = coco;
    }

    /**
     * @param name that is held too; empty where none is
     * @throws ActionException when the image has no id, or that of another one, or there are more than memory holds
     */
    public Object put(ObjectNode image, V value, String name) throws ActionException {
        Object id = CocoIds.of(image, "id");
        if (all.containsKey(id)) {
            throw CocoIds.twice(coco, "image", CocoIds.key(id));
        }
        bytes += BYTES_AN_IMAGE
                + (long) BYTES_A_LETTER * (name.length() + (id instanceof String text ? text.length() : 0));
        if (bytes > Runtime.getRuntime().maxMemory() / PART) {
            throw new ActionException(coco.name() + " has more than " + all.size()
                    + " images; for so many the program needs more memory (-Xmx).");
        }
        all.put(id, value);
        return id;
    }

    /** What is held of an image that is there is another thing now. */
    public void set(Object id, V value) {
        all.put(id, value);
    }

    /**
     * What is held of the image of an annotation; null where there is none.
     *
     * @param field that has the id: {@code image_id}, or {@code id} of the image itself
     * @throws ActionException when it has no id at all
     */
    public V get(ObjectNode element, String field) throws ActionException {
        return all.get(CocoIds.of(element, field));
    }
}
