package dev.modeldock.actions.automl;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Chooses the next place by what the earlier ones came to: where the improvement to be expected over the best is greatest,
 * under a Gaussian process. One after the other; the same seed and the same scores make the same choices.
 */
final class Bayesian {
    /** Before these there is too little to conclude from: they are spread at random. */
    private static final int SPREAD = 4;

    private static final int CANDIDATES = 2000;
    private static final double NEAR = 0.05;

    private Bayesian() {}

    /**
     * The place to try after these.
     *
     * @param scores of the places, of which more is better
     */
    static double[] next(List<double[]> places, double[] scores, int dimensions, long seed) {
        Random random = new Random(seed * 31 + places.size());
        if (places.size() < SPREAD) {
            return random.doubles(dimensions).toArray();
        }
        double[] scaled = scaled(scores);
        GaussianProcess process = GaussianProcess.of(places, scaled);
        int top = top(scaled);
        double[] best = null;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < CANDIDATES; i++) {
            double[] place = i % 4 == 0
                    ? near(places.get(top), random)
                    : random.doubles(dimensions).toArray();
            double improvement = improvement(process.guess(place), scaled[top]);
            if (improvement > most) {
                most = improvement;
                best = place;
            }
        }
        return best;
    }

    private static int top(double[] scores) {
        int top = 0;
        for (int i = 1; i < scores.length; i++) {
            top = scores[i] > scores[top] ? i : top;
        }
        return top;
    }

    private static double[] near(double[] place, Random random) {
        return Arrays.stream(place)
                .map(each -> Math.max(0, Math.min(1, each + NEAR * random.nextGaussian())))
                .toArray();
    }

    private static double[] scaled(double[] scores) {
        double mean = Arrays.stream(scores).average().orElse(0);
        double deviation = Math.sqrt(Arrays.stream(scores)
                .map(score -> (score - mean) * (score - mean))
                .average()
                .orElse(0));
        return Arrays.stream(scores)
                .map(score -> deviation > 0 ? (score - mean) / deviation : 0)
                .toArray();
    }

    private static double improvement(GaussianProcess.Guess guess, double best) {
        double gain = guess.mean() - best;
        double z = gain / guess.deviation();
        return gain * below(z) + guess.deviation() * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /** The share of a normal distribution below {@code z} (Abramowitz and Stegun, 26.2.17), right to 1e-7. */
    private static double below(double z) {
        double t = 1 / (1 + 0.2316419 * Math.abs(z));
        double tail = Math.exp(-z * z / 2)
                / Math.sqrt(2 * Math.PI)
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return z >= 0 ? 1 - tail : tail;
    }
}
