package dev.modeldock.server.actions.anchors;

import dev.modeldock.server.actions.anchors.SizeHistogram.Sizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * k-means over sizes of boxes, with 1 - overlap as the distance: the first centres are drawn as in k-means++, from a fixed
 * seed, and each next one is the mean of the sizes that are nearest to it, until none is nearer to another one. The same
 * sizes always come to the same anchors.
 */
final class AnchorClusters {
    private static final long SEED = 42;
    private static final int CHECK_EVERY = 1024;

    private final Sizes sizes;
    private final Runnable check;
    private final double[] widths;
    private final double[] heights;
    private final int[] nearest;

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

    private AnchorClusters(Sizes sizes, int count, Runnable check) {
        this.sizes = sizes;
        this.check = check;
        this.widths = new double[count];
        this.heights = new double[count];
        this.nearest = new int[sizes.count()];
        Arrays.fill(nearest, -1);
    }

    /**
     * Find anchors.
     *
     * @param count at most as many as there are sizes
     * @param check asked now and then; throws when the work is to stop
     */
    static Found find(Sizes sizes, int count, int maxSteps, Runnable check) {
        AnchorClusters clusters = new AnchorClusters(sizes, count, check);
        clusters.begin();
        int step = 0;
        while (clusters.assign() && step < maxSteps) {
            clusters.move();
            step++;
        }
        return clusters.found(step);
    }

    private void begin() {
        Random random = new Random(SEED);
        double[] distances = new double[sizes.count()];
        Arrays.fill(distances, 1);
        for (int cluster = 0; cluster < widths.length; cluster++) {
            check.run();
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
    private boolean assign() {
        boolean moves = false;
        for (int i = 0; i < nearest.length; i++) {
            if (i % CHECK_EVERY == 0) {
                check.run();
            }
            int cluster = nearest(i);
            moves |= cluster != nearest[i];
            nearest[i] = cluster;
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

    private Found found(int steps) {
        double overlap = 0;
        long boxes = 0;
        long[] counts = new long[widths.length];
        for (int i = 0; i < nearest.length; i++) {
            long weight = sizes.weights()[i];
            overlap += weight * sizes.overlap(i, widths[nearest[i]], heights[nearest[i]]);
            counts[nearest[i]] += weight;
            boxes += weight;
        }
        List<Anchor> anchors = new ArrayList<>();
        for (int cluster = 0; cluster < widths.length; cluster++) {
            anchors.add(new Anchor(widths[cluster], heights[cluster], counts[cluster]));
        }
        anchors.sort(Comparator.comparingDouble(Anchor::area).thenComparing(Anchor::width));
        return new Found(anchors, overlap / boxes, steps);
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
