package dev.modeldock.server.actions.anchors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.actions.anchors.AnchorClusters.Anchor;
import dev.modeldock.server.actions.anchors.AnchorClusters.Found;
import dev.modeldock.server.actions.anchors.SizeHistogram.Sizes;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnchorClustersTest {
    private static Found find(SizeHistogram counted, int clusters) {
        return AnchorClusters.find(counted.sizes(), clusters, 10_000, () -> {});
    }

    private static SizeHistogram of(double... sizes) {
        SizeHistogram counted = new SizeHistogram(1000, 500);
        for (int i = 0; i < sizes.length; i += 2) {
            counted.add(sizes[i], sizes[i + 1]);
        }
        return counted;
    }

    @Test
    void theOverlapOfTwoSizes() {
        Sizes sizes = of(10, 20).sizes();
        // 10 * 10 in common of 200 + 200 - 100
        assertEquals(100.0 / 300, sizes.overlap(0, 20, 10), 1e-12);
        assertEquals(1, sizes.overlap(0, 10, 20), 1e-12);
    }

    @Test
    void anAnchorIsTheMeanOfItsBoxes() {
        Found found = find(of(10, 20, 12, 22, 14, 24, 200, 100, 220, 120), 2);
        assertEquals(List.of(new Anchor(12, 22, 3), new Anchor(210, 110, 2)), found.anchors());
        // 10*20/264, 1, 264/336, 200*100/23100, 23100/26400
        double mean = (200.0 / 264 + 1 + 264.0 / 336 + 20000.0 / 23100 + 23100.0 / 26400) / 5;
        assertEquals(mean, found.overlap(), 1e-12);
    }

    @Test
    void aSizePerClusterOverlapsWholly() {
        Found found = find(of(10, 20, 10, 20, 30, 5, 100, 200), 3);
        assertEquals(List.of(new Anchor(30, 5, 1), new Anchor(10, 20, 2), new Anchor(100, 200, 1)), found.anchors());
        assertEquals(1, found.overlap(), 1e-12);
    }

    @Test
    void oneClusterIsTheMeanOfAll() {
        assertEquals(List.of(new Anchor(20, 30, 2)), find(of(10, 20, 30, 40), 1).anchors());
    }

    @Test
    void theSameBoxesInAnyOrderComeToTheSame() {
        Random random = new Random(9);
        double[] sizes = random.doubles(4000, 1, 400).map(Math::rint).toArray();
        double[] backwards = new double[sizes.length];
        for (int i = 0; i < sizes.length; i += 2) {
            backwards[sizes.length - 2 - i] = sizes[i];
            backwards[sizes.length - 1 - i] = sizes[i + 1];
        }
        Found found = find(of(sizes), 9);
        assertEquals(found, find(of(backwards), 9));
        assertEquals(9, found.anchors().size());
        assertEquals(2000, found.anchors().stream().mapToLong(Anchor::boxes).sum());
        assertTrue(found.overlap() > 0.6, () -> found.toString());
    }

    @Test
    void stepsAreBounded() {
        Sizes all = of(new Random(4).doubles(2000, 1, 400).toArray()).sizes();
        assertEquals(2, AnchorClusters.find(all, 5, 2, () -> {}).steps());
        Found found = AnchorClusters.find(all, 5, 10_000, () -> {});
        assertTrue(found.steps() > 2 && found.steps() < 1000, found::toString);
    }

    @Test
    void veryManyBoxesTakeNoMoreMemory() {
        SizeHistogram counted = new SizeHistogram(1000, 500);
        Random random = new Random(2);
        for (int i = 0; i < 2_000_000; i++) {
            counted.add(random.nextDouble() * 3000, random.nextDouble() * 3000);
        }
        assertEquals(2_000_000, counted.total());
        assertTrue(counted.sizes().count() <= 1024 * 1024);
        assertEquals(9, find(counted, 9).anchors().size());
    }

    @Test
    void itStopsWhenItIsToStop() {
        Sizes sizes = of(1, 2, 3, 4).sizes();
        assertThrows(
                IllegalStateException.class,
                () -> AnchorClusters.find(sizes, 1, 10, () -> {
                    throw new IllegalStateException("to stop");
                }));
    }
}
