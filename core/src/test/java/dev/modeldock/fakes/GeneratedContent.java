package dev.modeldock.fakes;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Pseudo-random bytes that cost next to nothing: one block of noise, made once, is repeated; each repetition is rotated
 * by an amount of its own and begins with a stamp of its own, both derived from the seed and the block's number.
 */
final class GeneratedContent extends Content {
    private static final int BLOCK = 8 * 1024 * 1024;
    private static final int STAMP = Long.BYTES;
    private static final byte[] NOISE = new byte[BLOCK];

    static {
        new Random(20260801).nextBytes(NOISE);
    }

    private final long seed;
    private final long size;

    GeneratedContent(long seed, long size) {
        if (size < 0) {
            throw new IllegalArgumentException("A size of " + size + " bytes cannot be");
        }
        this.seed = seed;
        this.size = size;
    }

    static Content tensorFile(long seed, long size) {
        int headerLength = 248;
        long data = size - Long.BYTES - headerLength;
        if (data < 0) {
            throw new IllegalArgumentException("Such a safetensors file needs 256 bytes, not " + size);
        }
        String json =
                "{\"t" + seed + "\":{\"dtype\":\"U8\",\"shape\":[" + data + "],\"data_offsets\":[0," + data + "]}}";
        byte[] header = (json + " ".repeat(headerLength - json.length())).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer head = ByteBuffer.allocate(Long.BYTES + headerLength).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(headerLength).put(header);
        return new JoinedContent(Content.of(head.array()), new GeneratedContent(seed, data));
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void write(long from, long length, OutputStream out) throws IOException {
        long at = from;
        while (at < from + length) {
            long block = at / BLOCK;
            int within = (int) (at % BLOCK);
            int wanted = (int) Math.min(BLOCK - within, from + length - at);
            writeOfBlock(mix((seed << 20) + block), within, wanted, out);
            at += wanted;
        }
    }

    private static void writeOfBlock(long variation, int from, int length, OutputStream out) throws IOException {
        int at = from;
        int end = from + length;
        if (at < STAMP) {
            byte[] stamp = ByteBuffer.allocate(STAMP).putLong(variation).array();
            int stamped = Math.min(STAMP, end) - at;
            out.write(stamp, at, stamped);
            at += stamped;
        }
        int rotation = (int) (variation >>> 41);
        while (at < end) {
            int source = (at + rotation) % BLOCK;
            int run = Math.min(end - at, BLOCK - source);
            out.write(NOISE, source, run);
            at += run;
        }
    }

    /** SplitMix64: neighbouring numbers give unrelated ones, and no two give the same. */
    private static long mix(long number) {
        long z = number * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
