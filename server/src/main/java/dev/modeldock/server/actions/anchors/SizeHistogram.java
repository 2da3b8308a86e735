package dev.modeldock.server.actions.anchors;

import java.util.stream.IntStream;

/**
 * Sizes of boxes, counted in cells of a grid: its memory is the same for any number of boxes. All sizes of a cell count as
 * their mean, which is exact. For one thread.
 */
final class SizeHistogram {
    /** Cells along each side; up to that many pixels a cell is at most one pixel wide. */
    private static final int CELLS = 1024;

    private final double width;
    private final double height;
    private final long[] counts = new long[CELLS * CELLS];
    private final double[] widths = new double[CELLS * CELLS];
    private final double[] heights = new double[CELLS * CELLS];
    private long total;

    /** @param width and height of the largest box; larger ones are counted in the outermost cells */
    SizeHistogram(double width, double height) {
        this.width = width;
        this.height = height;
    }

    void add(double boxWidth, double boxHeight) {
        int cell = cell(boxHeight, height) * CELLS + cell(boxWidth, width);
        counts[cell]++;
        widths[cell] += boxWidth;
        heights[cell] += boxHeight;
        total++;
    }

    private static int cell(double value, double most) {
        return (int) Math.max(0, Math.min(Math.floor(value / most * CELLS), CELLS - 1));
    }

    /** How many boxes were counted. */
    long total() {
        return total;
    }

    /** What was counted, by rows of the grid. */
    Sizes sizes() {
        int[] filled = IntStream.range(0, counts.length)
                .filter(cell -> counts[cell] > 0)
                .toArray();
        double[] meanWidths = new double[filled.length];
        double[] meanHeights = new double[filled.length];
        long[] weights = new long[filled.length];
        for (int i = 0; i < filled.length; i++) {
            weights[i] = counts[filled[i]];
            meanWidths[i] = widths[filled[i]] / weights[i];
            meanHeights[i] = heights[filled[i]] / weights[i];
        }
        return new Sizes(meanWidths, meanHeights, weights);
    }

    /**
     * Different sizes, and how many boxes have each.
     *
     * @param widths not copied, and so are the others
     */
    record Sizes(double[] widths, double[] heights, long[] weights) {
        int count() {
            return weights.length;
        }

        /** How much two boxes with the same corner have in common of what they cover together: from 0 to 1. */
        double overlap(int size, double otherWidth, double otherHeight) {
            double common = Math.min(widths[size], otherWidth) * Math.min(heights[size], otherHeight);
            return common / (widths[size] * heights[size] + otherWidth * otherHeight - common);
        }
    }
}
