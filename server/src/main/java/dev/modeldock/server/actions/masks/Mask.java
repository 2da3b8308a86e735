package dev.modeldock.server.actions.masks;

import dev.modeldock.server.actions.labels.Box;
import java.util.BitSet;
import java.util.Optional;

/** The pixels of an image that belong to an object. For one thread while it is being made. */
public final class Mask {
    private final int width;
    private final int height;
    private final BitSet pixels;

    /** An empty one. */
    public Mask(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new BitSet(Math.multiplyExact(width, height));
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Whether a pixel of the image belongs to it. */
    public boolean has(int x, int y) {
        return pixels.get(y * width + x);
    }

    /** Add one pixel. */
    public void add(int x, int y) {
        pixels.set(y * width + x);
    }

    /** Add the pixels of a row from one up to before another, as far as they lie in the image. */
    public void add(int y, int from, int to) {
        int first = Math.max(0, from);
        int end = Math.min(width, to);
        if (first < end) {
            pixels.set(y * width + first, y * width + end);
        }
    }

    /** How many pixels it has. */
    public int size() {
        return pixels.cardinality();
    }

    /** The first pixel of a row from {@code x} on that belongs to it; the width where there is none. */
    public int next(int x, int y) {
        int found = pixels.nextSetBit(y * width + x);
        return found < 0 || found >= (y + 1) * width ? width : found - y * width;
    }

    /** The first pixel of a row from {@code x} on that does not belong to it; the width where there is none. */
    public int nextGap(int x, int y) {
        return Math.min(width, pixels.nextClearBit(y * width + x) - y * width);
    }

    /** The smallest box of whole pixels around it; empty when it has none. */
    public Optional<Box> box() {
        if (pixels.isEmpty()) {
            return Optional.empty();
        }
        int left = width;
        int right = 0;
        int top = pixels.nextSetBit(0) / width;
        int bottom = (pixels.length() - 1) / width;
        for (int y = top; y <= bottom; y++) {
            int first = next(0, y);
            if (first < width) {
                left = Math.min(left, first);
                right = Math.max(right, pixels.previousSetBit((y + 1) * width - 1) - y * width);
            }
        }
        return Optional.of(new Box(left, top, right + 1, bottom + 1));
    }
}
