package dev.modeldock.sessions;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Which chunks of a session are here: numbered from 0, or from 1 when chunk n came and chunk 0 did not. */
final class ChunkSet {
    private static final long MISSING = -1;

    private final int total;
    private final long[] sizes;
    private long bytes;

    ChunkSet(int total, Map<Integer, Long> here) {
        this.total = total;
        this.sizes = new long[total + 1];
        Arrays.fill(sizes, MISSING);
        here.forEach(this::put);
    }

    /** The number of the first chunk. */
    int base() {
        return !has(0) && has(total) ? 1 : 0;
    }

    boolean has(int number) {
        return sizes[number] != MISSING;
    }

    long size(int number) {
        return sizes[number];
    }

    long bytes() {
        return bytes;
    }

    /** Bytes of all chunks but this one. */
    long bytesWithout(int number) {
        return bytes - Math.max(0, sizes[number]);
    }

    void put(int number, long size) {
        bytes = bytesWithout(number) + size;
        sizes[number] = size;
    }

    /** Refuse a number that no numbering of this session has. */
    void checkNumber(int number) {
        boolean mixed = number == 0 && has(total) || number == total && has(0);
        if (number < 0 || number > total || mixed) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The chunk number is " + number + "; expected 0 to " + (total - 1)
                            + (mixed ? ", or 1 to " + total + ": this session has both chunk 0 and chunk " + total : "")
                            + ", since the session was started with " + total + " chunks.",
                    Map.of("chunkNumber", number, "totalChunks", total));
        }
    }

    List<Integer> received() {
        return IntStream.rangeClosed(0, total).filter(this::has).boxed().toList();
    }

    List<Integer> missing() {
        int base = base();
        return IntStream.range(base, base + total)
                .filter(number -> !has(number))
                .boxed()
                .toList();
    }

    /** The sizes in the order of the file. */
    long[] ordered() {
        int base = base();
        return Arrays.copyOfRange(sizes, base, base + total);
    }
}
