package dev.modeldock.actions.automl;

import java.util.List;

/**
 * What is to be expected of a place, and how sure that is, after some places were looked at: a Gaussian process with a
 * Matérn 5/2 kernel over the unit cube, of zero mean, for observations that were scaled to mean 0 and deviation 1. Its
 * length scale is the one of a few that makes the observations likeliest. (Rasmussen and Williams, Gaussian Processes for
 * Machine Learning, 2006, algorithm 2.1.)
 */
final class GaussianProcess {
    private static final double[] SCALES = {0.1, 0.2, 0.4, 0.8, 1.6};
    private static final double NOISE = 1e-4;

    private final List<double[]> places;
    private final double scale;
    private final double[][] root;
    private final double[] weights;
    private final double likelihood;

    /** What is expected of one place. */
    record Guess(double mean, double deviation) {}

    private GaussianProcess(List<double[]> places, double[] values, double scale) {
        this.places = places;
        this.scale = scale;
        this.root = root();
        double[] half = forward(values);
        this.weights = backward(half);
        double fit = 0;
        double volume = 0;
        for (int i = 0; i < values.length; i++) {
            fit += half[i] * half[i];
            volume += Math.log(root[i][i]);
        }
        this.likelihood = -fit / 2 - volume;
    }

    static GaussianProcess of(List<double[]> places, double[] values) {
        GaussianProcess best = null;
        for (double scale : SCALES) {
            GaussianProcess each = new GaussianProcess(places, values, scale);
            best = best == null || each.likelihood > best.likelihood ? each : best;
        }
        return best;
    }

    Guess guess(double[] place) {
        double[] near = new double[places.size()];
        double mean = 0;
        for (int i = 0; i < near.length; i++) {
            near[i] = kernel(place, places.get(i));
            mean += near[i] * weights[i];
        }
        double known = 0;
        for (double each : forward(near)) {
            known += each * each;
        }
        return new Guess(mean, Math.sqrt(Math.max(1e-12, 1 - known)));
    }

    private double kernel(double[] a, double[] b) {
        double square = 0;
        for (int i = 0; i < a.length; i++) {
            square += (a[i] - b[i]) * (a[i] - b[i]);
        }
        double distance = Math.sqrt(5 * square) / scale;
        return (1 + distance + distance * distance / 3) * Math.exp(-distance);
    }

    /** The Cholesky factor of the kernel's matrix, which is positive definite for the noise on its diagonal. */
    private double[][] root() {
        int size = places.size();
        double[][] factor = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = kernel(places.get(i), places.get(j)) + (i == j ? NOISE : 0);
                for (int k = 0; k < j; k++) {
                    sum -= factor[i][k] * factor[j][k];
                }
                factor[i][j] = i == j ? Math.sqrt(sum) : sum / factor[j][j];
            }
        }
        return factor;
    }

    private double[] forward(double[] right) {
        double[] solved = right.clone();
        for (int i = 0; i < solved.length; i++) {
            for (int k = 0; k < i; k++) {
                solved[i] -= root[i][k] * solved[k];
            }
            solved[i] /= root[i][i];
        }
        return solved;
    }

    private double[] backward(double[] right) {
        double[] solved = right.clone();
        for (int i = solved.length - 1; i >= 0; i--) {
            for (int k = i + 1; k < solved.length; k++) {
                solved[i] -= root[k][i] * solved[k];
            }
            solved[i] /= root[i][i];
        }
        return solved;
    }
}
