package dev.modeldock.server.actions.classifier.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The two loops in which nearly all of the time goes. Rows are arrays of their own with one index for all, four of them or
 * three pairs at once: that is what the just-in-time compiler of Java 17 makes vector instructions of.
 */
final class Rows {
    /** Rows that are mixed at once; lists of rows are filled up to a multiple with a row of zeros. */
    static final int AT_ONCE = 4;

    /** So many rows of a batch of 128 fit into the first cache, beside those that they are added to. */
    private static final int IN_BLOCK = 32;

    private static final int PAIRS = 3;

    private Rows() {}

    /**
     * Some rows of a list.
     *
     * @param from the number of the first in the whole list
     */
    record Block(float[][] rows, int from) {}

    static float[][] zeros(int rows, int width) {
        return new float[rows][width];
    }

    /** A length that is a multiple of what is mixed at once. */
    static int padded(int length) {
        return (length + AT_ONCE - 1) / AT_ONCE * AT_ONCE;
    }

    /** A list cut into blocks, filled up with a row of zeros. */
    static List<Block> blocks(float[][] rows, float[] zero) {
        float[][] all = Arrays.copyOf(rows, padded(rows.length));
        Arrays.fill(all, rows.length, all.length, zero);
        List<Block> blocks = new ArrayList<>();
        for (int from = 0; from < all.length; from += IN_BLOCK) {
            blocks.add(new Block(Arrays.copyOfRange(all, from, Math.min(all.length, from + IN_BLOCK)), from));
        }
        return blocks;
    }

    /** Add to a row the weighted rows of a block, in its first columns. */
    static void mix(float[] to, int columns, Block block, float[] weights) {
        float[][] rows = block.rows();
        int from = block.from();
        for (int k = 0; k < rows.length; k += AT_ONCE) {
            float[] a = rows[k];
            float[] b = rows[k + 1];
            float[] c = rows[k + 2];
            float[] d = rows[k + 3];
            float u = weights[from + k];
            float v = weights[from + k + 1];
            float w = weights[from + k + 2];
            float x = weights[from + k + 3];
            for (int j = 0; j < columns; j++) {
                to[j] += u * a[j] + v * b[j] + w * c[j] + x * d[j];
            }
        }
    }

    /** Add to a row the products of pairs of rows, column by column. Both lists are as long, in multiples of three. */
    static void products(float[] to, int columns, float[][] left, float[][] right) {
        for (int k = 0; k < left.length; k += PAIRS) {
            float[] a = left[k];
            float[] b = left[k + 1];
            float[] c = left[k + 2];
            float[] u = right[k];
            float[] v = right[k + 1];
            float[] w = right[k + 2];
            for (int j = 0; j < columns; j++) {
                to[j] += a[j] * u[j] + b[j] * v[j] + c[j] * w[j];
            }
        }
    }

    /** A list for {@link #products}, filled up with a row of zeros. */
    static float[][] pairable(List<float[]> rows, float[] zero) {
        List<float[]> all = new ArrayList<>(rows);
        while (all.size() % PAIRS != 0) {
            all.add(zero);
        }
        return all.toArray(float[][]::new);
    }

    /** Always in the same order, so that the sum has always the same bits. */
    static float sum(float[] row, int columns) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int j = 0;
        for (; j + 3 < columns; j += AT_ONCE) {
            a += row[j];
            b += row[j + 1];
            c += row[j + 2];
            d += row[j + 3];
        }
        for (; j < columns; j++) {
            a += row[j];
        }
        return a + b + (c + d);
    }

    /** The sum of all numbers in rows. */
    static float sum(float[][] rows, int columns) {
        float[] all = new float[columns];
        for (float[] row : rows) {
            for (int j = 0; j < columns; j++) {
                all[j] += row[j];
            }
        }
        return sum(all, columns);
    }
}
