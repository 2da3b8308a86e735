package dev.modeldock.server.actions.masks;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * A polygon, closed by itself: the pixels whose centres lie inside belong to it. Where it crosses itself, what is enclosed
 * twice lies outside.
 *
 * @param points x and y of each corner; not copied
 */
record Polygon(double[] points) {
    private static final double CENTRE = 0.5;
    /** Farther away than any image reaches. */
    private static final double FAR = 1e9;

    /** Add its pixels to a mask. */
    void fill(Mask mask) {
        int corners = points.length / 2;
        int[] edges = IntStream.range(0, corners)
                .filter(edge -> last(edge) >= Math.max(0, first(edge)) && first(edge) < mask.height())
                .boxed()
                .sorted((a, b) -> Integer.compare(first(a), first(b)))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] active = new int[edges.length];
        int count = 0;
        int next = 0;
        for (int y = edges.length == 0 ? mask.height() : Math.max(0, first(edges[0])); y < mask.height(); y++) {
            while (next < edges.length && first(edges[next]) <= y) {
                active[count++] = edges[next++];
            }
            count = ended(active, count, y);
            if (count == 0 && next == edges.length) {
                return;
            }
            row(mask, y, Arrays.copyOf(active, count));
        }
    }

    /** Without the edges that have ended above the row. */
    private int ended(int[] active, int count, int y) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("The work is to stop.");
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (last(active[i]) >= y) {
                active[kept++] = active[i];
            }
        }
        return kept;
    }

    private void row(Mask mask, int y, int[] active) {
        double[] crossings = Arrays.stream(active)
                .mapToDouble(edge -> crossing(edge, y + CENTRE))
                .sorted()
                .toArray();
        for (int i = 0; i + 1 < crossings.length; i += 2) {
            mask.add(y, pixel(crossings[i]), pixel(crossings[i + 1]));
        }
    }

    private double x(int corner) {
        return points[2 * corner % points.length];
    }

    private double y(int corner) {
        return points[(2 * corner + 1) % points.length];
    }

    /** The first row whose centre line an edge meets. Its upper end counts and its lower does not, so that edges join. */
    private int first(int edge) {
        return pixel(Math.min(y(edge), y(edge + 1)));
    }

    private int last(int edge) {
        return pixel(Math.max(y(edge), y(edge + 1))) - 1;
    }

    /** The first pixel whose centre lies at a place or behind it. */
    private static int pixel(double place) {
        return (int) Math.max(-FAR, Math.min(Math.ceil(place - CENTRE), FAR));
    }

    private double crossing(int edge, double y) {
        double share = (y - y(edge)) / (y(edge + 1) - y(edge));
        return x(edge) + share * (x(edge + 1) - x(edge));
    }
}
