package dev.modeldock.fakes;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Other bytes than the original, as many or more or fewer: what a broken mirror or a bad disk serves. */
final class AlteredContent extends Content {
    private static final int FLIP = 0x5a;

    private final Content original;
    private final boolean flipped;
    private final long size;

    private AlteredContent(Content original, boolean flipped, long size) {
        this.original = original;
        this.flipped = flipped;
        this.size = size;
    }

    /** Every byte differs, the size does not. */
    static Content flipped(Content original) {
        return new AlteredContent(original, true, original.size());
    }

    /** The first bytes of the original, or all of it and zeros. */
    static Content resized(Content original, long size) {
        return new AlteredContent(original, false, Math.max(0, size));
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void write(long from, long length, OutputStream out) throws IOException {
        long there = Math.max(0, Math.min(original.size() - from, length));
        if (there > 0) {
            original.write(from, there, flipped ? new Flipping(out) : out);
        }
        byte[] zeros = new byte[(int) Math.min(64 * 1024, length - there)];
        for (long done = there; done < length; done += zeros.length) {
            out.write(zeros, 0, (int) Math.min(zeros.length, length - done));
        }
    }

    private static final class Flipping extends FilterOutputStream {
        Flipping(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int at, int length) throws IOException {
            byte[] other = new byte[length];
            for (int i = 0; i < length; i++) {
                other[i] = (byte) (bytes[at + i] ^ FLIP);
            }
            out.write(other, 0, length);
        }
    }
}
