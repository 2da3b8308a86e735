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

    private static final int FIRST_LENGTH = 16;

    private final int total;
    /** As long as what came needs: what was only announced costs nothing. */
    private long[] sizes = new long[0];

    private long bytes;

    ChunkSet(int total, Map<Integer, Long> here) {
        this.total = total;
        here.forEach(this::put);
    }

    /** The number of the first chunk. */
    int base() {
        return !has(0) && has(total) ? 1 : 0;
    }

    boolean has(int number) {
        return size(number) != MISSING;
    }

    /** In bytes, or -1 when it is not here. */
    long size(int number) {
        return number < sizes.length ? sizes[number] : MISSING;
    }

    long bytes() {
        return bytes;
    }

    /** Bytes of all chunks but this one. */
    long bytesWithout(int number) {
        return bytes - Math.max(0, size(number));
    }

    void put(int number, long size) {
        bytes = bytesWithout(number) + size;
        if (number >= sizes.length) {
            int longer = Math.max(number + 1, Math.min(total + 1, Math.max(FIRST_LENGTH, sizes.length * 2)));
            int former = sizes.length;
            sizes = Arrays.copyOf(sizes, longer);
            Arrays.fill(sizes, former, longer, MISSING);
        }
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

    /** Whether it cannot be told yet from which number on the chunks are counted. */
    boolean isBaseOpen() {
        return !has(0) && !has(total) && bytes > 0;
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
        return IntStream.range(base, base + total).mapToLong(this::size).toArray();
    }
}
