package dev.modeldock.actions.automl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a Gaussian process expects. */
class GaussianProcessTest {
    private static final List<double[]> PLACES =
            List.of(new double[] {0.1}, new double[] {0.4}, new double[] {0.6}, new double[] {0.9});
    private static final double[] VALUES = {-1, 1, 1.2, -0.8};

    @Test
    void itIsSureOfWhatItHasSeen() {
        GaussianProcess process = GaussianProcess.of(PLACES, VALUES);
        for (int i = 0; i < VALUES.length; i++) {
            GaussianProcess.Guess guess = process.guess(PLACES.get(i));
            assertEquals(VALUES[i], guess.mean(), 0.01);
            assertTrue(guess.deviation() < 0.05, () -> "deviation " + guess.deviation());
        }
    }

    @Test
    void itIsLessSureFarAway() {
        GaussianProcess process =
                GaussianProcess.of(List.of(new double[] {0.1}, new double[] {0.2}), new double[] {1, -1});
        assertTrue(process.guess(new double[] {0.9}).deviation()
                > process.guess(new double[] {0.15}).deviation());
    }

    @Test
    void betweenTwoHighOnesItExpectsMuch() {
        GaussianProcess process = GaussianProcess.of(PLACES, VALUES);
        assertTrue(process.guess(new double[] {0.5}).mean() > 0.8);
    }

    @Test
    void theSamePlaceTwiceDoesNotBreakIt() {
        GaussianProcess process =
                GaussianProcess.of(List.of(new double[] {0.5}, new double[] {0.5}), new double[] {0.9, 1.1});
        assertEquals(1, process.guess(new double[] {0.5}).mean(), 0.01);
    }
}
