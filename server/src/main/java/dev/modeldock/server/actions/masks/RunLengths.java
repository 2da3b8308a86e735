package dev.modeldock.server.actions.masks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.labels.Box;
import java.util.Optional;

/**
 * Masks as COCO's run lengths: {@code {"size": [height, width], "counts": …}}. The runs go down the columns, the first one
 * of what does not belong to the object; they are a list of numbers, or a text in which each is told by its difference to
 * the one before the last, in groups of five bits.
 */
final class RunLengths {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Where the groups of bits begin among the characters. */
    private static final int ZERO = 48;

    private static final int MORE = 0x20;
    private static final int SIGN = 0x10;
    private static final int MOST_BITS = 35;

    private RunLengths() {}

    /**
     * A mask for an image of such a size.
     *
     * @throws IllegalArgumentException when it is none, or one of another size; the message goes on after its name
     */
    static Mask decode(JsonNode segmentation, int width, int height) {
        JsonNode size = segmentation.path("size");
        if (size.size() != 2 || size.path(0).asInt() != height || size.path(1).asInt() != width) {
            throw new IllegalArgumentException("is of the size " + size + "; its image has the size [" + height + ","
                    + width + "] (height, width)");
        }
        Columns columns = new Columns(new Mask(width, height));
        JsonNode counts = segmentation.path("counts");
        if (counts.isArray()) {
            for (JsonNode count : counts) {
                columns.run(count.canConvertToExactIntegral() ? count.longValue() : -1);
            }
        } else if (counts.isTextual()) {
            text(counts.textValue(), columns);
        } else {
            throw new IllegalArgumentException("has no \"counts\" that are a list or a text");
        }
        return columns.whole();
    }

    private static void text(String text, Columns columns) {
        long last = 0;
        long beforeLast = 0;
        int at = 0;
        for (int number = 0; at < text.length(); number++) {
            long value = 0;
            int bits = 0;
            boolean more = true;
            while (more) {
                int group = at < text.length() ? text.charAt(at++) - ZERO : -1;
                if (group < 0 || group > 0x3F || bits > MOST_BITS) {
                    throw new IllegalArgumentException("has \"counts\" that are no run lengths, near character " + at);
                }
                value |= (long) (group & 0x1F) << bits;
                bits += 5;
                more = (group & MORE) != 0;
                if (!more && (group & SIGN) != 0) {
                    value |= -1L << bits;
                }
            }
            long count = number > 2 ? value + beforeLast : value;
            beforeLast = last;
            last = count;
            columns.run(count);
        }
    }

    /** Where the next run begins. */
    private static final class Columns {
        private final Mask mask;
        private final long pixels;
        private long at;
        private boolean belongs;

        private Columns(Mask mask) {
            this.mask = mask;
            this.pixels = (long) mask.width() * mask.height();
        }

        private void run(long count) {
            if (count < 0 || count > pixels - at) {
                throw new IllegalArgumentException("has run lengths that do not fit into its size");
            }
            if (belongs) {
                for (long pixel = at; pixel < at + count; pixel++) {
                    mask.add((int) (pixel / mask.height()), (int) (pixel % mask.height()));
                }
            }
            at += count;
            belongs = !belongs;
        }

        private Mask whole() {
            if (at != pixels) {
                throw new IllegalArgumentException(
                        "has run lengths of " + at + " pixels in all; its image has " + pixels);
            }
            return mask;
        }
    }

    /** The shorter form, with a text. */
    static ObjectNode encode(Mask mask) {
        Text text = new Text();
        Optional<Box> box = mask.box();
        int first = box.map(found -> (int) found.left()).orElse(0);
        int end = box.map(found -> Math.min(mask.width(), (int) found.right() + 1))
                .orElse(0);
        long before = 0;
        boolean belongs = false;
        for (int x = first; x < end; x++) {
            for (int y = 0; y < mask.height(); y++) {
                if (mask.has(x, y) != belongs) {
                    long at = (long) x * mask.height() + y;
                    text.add(at - before);
                    before = at;
                    belongs = !belongs;
                }
            }
        }
        text.add((long) mask.width() * mask.height() - before);
        ObjectNode coded = JSON.createObjectNode();
        coded.putArray("size").add(mask.height()).add(mask.width());
        return coded.put("counts", text.text.toString());
    }

    private static final class Text {
        private final StringBuilder text = new StringBuilder();
        private long last;
        private long beforeLast;
        private int number;

        private void add(long count) {
            long value = number++ > 2 ? count - beforeLast : count;
            beforeLast = last;
            last = count;
            boolean more = true;
            while (more) {
                long group = value & 0x1F;
                value >>= 5;
                more = (group & SIGN) != 0 ? value != -1 : value != 0;
                text.append((char) ((more ? group | MORE : group) + ZERO));
            }
        }
    }
}
