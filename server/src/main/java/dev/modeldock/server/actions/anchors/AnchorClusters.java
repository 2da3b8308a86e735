package dev.modeldock.server.actions.anchors;

import dev.modeldock.server.actions.anchors.SizeHistogram.Sizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * k-means over sizes of boxes, with 1 - overlap as the distance: the first centres are drawn as in k-means++, from a fixed
 * seed, and each next one is the mean of the sizes that are nearest to it. The mean overlap may go down in a step, so the
 * best of all steps counts. The same sizes always come to the same anchors.
 */
final class AnchorClusters {
    private static final long SEED = 42;

    private final Sizes sizes;
    private final double[] widths;
    private final double[] heights;
    private final int[] nearest;
    private Found best = new Found(List.of(), -1, 0);

    /** One anchor, and how many boxes are nearest to it. */
    record Anchor(double width, double height, long boxes) {
        double area() {
            return width * height;
        }
    }

    /**
     * What was found.
     *
     * @param anchors by their areas
     * @param overlap the mean, over all boxes, of that with the nearest anchor
     * @param steps how many were done
     */
    record Found(List<Anchor> anchors, double overlap, int steps) {}

    private AnchorClusters(Sizes sizes, int count) {
        this.sizes = sizes;
        this.widths = new double[count];
        this.heights = new double[count];
        this.nearest = new int[sizes.count()];
    }

    /**
     * Find anchors.
     *
     * @param count at most as many as there are sizes
     * @param check asked in each step; throws when the work is to stop
     */
    static Found find(Sizes sizes, int count, int maxSteps, Runnable check) {
        AnchorClusters clusters = new AnchorClusters(sizes, count);
        clusters.begin();
        int step = 0;
        boolean moves = true;
        while (moves && step < maxSteps) {
            check.run();
            moves = clusters.assign(++step);
            clusters.move();
        }
        clusters.assign(step);
        return clusters.best;
    }

    private void begin() {
        Random random = new Random(SEED);
        double[] distances = new double[sizes.count()];
        Arrays.fill(distances, 1);
        for (int cluster = 0; cluster < widths.length; cluster++) {
            int chosen = drawn(random, distances);
            centre(cluster, chosen);
            for (int i = 0; i < distances.length; i++) {
                double distance = 1 - sizes.overlap(i, widths[cluster], heights[cluster]);
                distances[i] = i == chosen ? 0 : Math.min(distances[i], distance);
            }
        }
    }

    private void centre(int cluster, int size) {
        widths[cluster] = sizes.widths()[size];
        heights[cluster] = sizes.heights()[size];
    }

    /** By the squares of the distances to the centres so far, for each box. */
    private int drawn(Random random, double[] distances) {
        double sum = 0;
        for (int i = 0; i < distances.length; i++) {
            sum += sizes.weights()[i] * distances[i] * distances[i];
        }
        double left = random.nextDouble() * sum;
        int last = 0;
        for (int i = 0; i < distances.length; i++) {
            double part = sizes.weights()[i] * distances[i] * distances[i];
            if (part > 0) {
                last = i;
                left -= part;
                if (left < 0) {
                    return i;
                }
            }
        }
        return last;
    }

    /** Give each size to the nearest centre; whether any goes to another one than before. */
    private boolean assign(int step) {
        boolean moves = step == 1;
        double overlap = 0;
        long boxes = 0;
        long[] counts = new long[widths.length];
        for (int i = 0; i < nearest.length; i++) {
            int cluster = nearest(i);
            moves |= cluster != nearest[i];
            nearest[i] = cluster;
            counts[cluster] += sizes.weights()[i];
            overlap += sizes.weights()[i] * sizes.overlap(i, widths[cluster], heights[cluster]);
            boxes += sizes.weights()[i];
        }
        if (overlap / boxes > best.overlap()) {
            best = new Found(anchors(counts), overlap / boxes, step);
        } else {
            best = new Found(best.anchors(), best.overlap(), step);
        }
        return moves;
    }

    private int nearest(int size) {
        int found = 0;
        double most = -1;
        for (int cluster = 0; cluster < widths.length; cluster++) {
            double overlap = sizes.overlap(size, widths[cluster], heights[cluster]);
            if (overlap > most) {
                most = overlap;
                found = cluster;
            }
        }
        return found;
    }

    private List<Anchor> anchors(long[] counts) {
        List<Anchor> anchors = new ArrayList<>();
        for (int cluster = 0; cluster < widths.length; cluster++) {
            anchors.add(new Anchor(widths[cluster], heights[cluster], counts[cluster]));
        }
        anchors.sort(Comparator.comparingDouble(Anchor::area).thenComparing(Anchor::width));
        return anchors;
    }

    /** Move each centre to the mean of its sizes; one without any stays where it is. */
    private void move() {
        double[] sumWidths = new double[widths.length];
        double[] sumHeights = new double[widths.length];
        long[] counts = new long[widths.length];
        for (int i = 0; i < nearest.length; i++) {
            long weight = sizes.weights()[i];
            sumWidths[nearest[i]] += weight * sizes.widths()[i];
            sumHeights[nearest[i]] += weight * sizes.heights()[i];
            counts[nearest[i]] += weight;
        }
        for (int cluster = 0; cluster < widths.length; cluster++) {
            if (counts[cluster] > 0) {
                widths[cluster] = sumWidths[cluster] / counts[cluster];
                heights[cluster] = sumHeights[cluster] / counts[cluster];
            }
        }
    }
}
