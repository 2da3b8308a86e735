package dev.modeldock.formats;

import java.util.Arrays;

/**
 * Checks that the tensors of a safetensors file cover its byte buffer without hole or overlap, with two numbers a
 * tensor.
 *
 * <p>Begins and ends are sorted apart from each other: non-empty ranges cover [0, size) exactly when the sorted begins
 * are 0 followed by the sorted ends without the last, which is size. (The range with the greatest begin can then only
 * have the greatest end, and so on downwards.) An empty range must lie at one of these borders.
 */
final class TensorLayout {
    private long[] begins = new long[64];
    private long[] ends = new long[64];
    private long[] empties = new long[8];
    private int count;
    private int emptyCount;

    void add(long begin, long end) {
        if (begin == end) {
            empties = emptyCount == empties.length ? Arrays.copyOf(empties, emptyCount * 2) : empties;
            empties[emptyCount++] = begin;
            return;
        }
        if (count == begins.length) {
            begins = Arrays.copyOf(begins, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        begins[count] = begin;
        ends[count++] = end;
    }

    /** Refuse when the ranges do not cover exactly {@code size} bytes. */
    void check(long size) throws Malformed {
        Arrays.sort(begins, 0, count);
        Arrays.sort(ends, 0, count);
        long covered = 0;
        for (int i = 0; i < count; i++) {
            if (begins[i] > covered) {
                throw new Malformed("there is a hole: bytes " + covered + " to " + begins[i] + " belong to no tensor");
            }
            if (begins[i] < covered) {
                throw new Malformed("two tensors overlap at byte " + begins[i]);
            }
            covered = ends[i];
        }
        checkEnd(covered, size);
        for (int i = 0; i < emptyCount; i++) {
            if (empties[i] != size && Arrays.binarySearch(begins, 0, count, empties[i]) < 0) {
                throw new Malformed("an empty tensor lies at byte " + empties[i] + ", inside another one or outside");
            }
        }
    }

    private static void checkEnd(long covered, long size) throws Malformed {
        if (covered > size) {
            throw new Malformed("its tensors need " + covered + " bytes but only " + size
                    + " follow the header: the file is cut short");
        }
        if (covered < size) {
            throw new Malformed("its tensors need " + covered + " bytes but " + size + " follow the header: "
                    + (size - covered) + " bytes too many");
        }
    }
}
