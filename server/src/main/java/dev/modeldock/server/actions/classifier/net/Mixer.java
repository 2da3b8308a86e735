package dev.modeldock.server.actions.classifier.net;

import java.util.Arrays;
import java.util.List;

/**
 * Makes some rows, each the sum of weighted others: the outputs of a dense layer, or the channels of one pixel.
 *
 * @param to rows that are made
 * @param from rows that they are made of
 */
record Mixer(float[][] to, List<Rows.Block> from) {
    /** A range of the rows that are made, and in how many columns. */
    record Extent(int first, int end, int columns) {}

    /**
     * Make a range of the rows.
     *
     * @param weights for each row that is made, those of all that it is made of
     * @param bias for each row that is made
     */
    void run(Extent extent, float[][] weights, float[] bias) {
        for (int row = extent.first(); row < extent.end(); row++) {
            Arrays.fill(to[row], 0, extent.columns(), bias[row]);
        }
        for (Rows.Block block : from) {
            for (int row = extent.first(); row < extent.end(); row++) {
                Rows.mix(to[row], extent.columns(), block, weights[row]);
            }
        }
    }
}
