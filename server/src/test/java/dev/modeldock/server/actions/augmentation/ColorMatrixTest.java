package dev.modeldock.server.actions.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against values worked out by hand, or with another program where it says so. */
class ColorMatrixTest {
    private static int[] rgb(int red, int green, int blue) {
        return new int[] {red, green, blue};
    }

    @Test
    void withoutColourThereIsLuma() {
        // 0.299 * 200 + 0.587 * 100 + 0.114 * 50 = 124.2
        assertArrayEquals(rgb(124, 124, 124), ColorMatrix.hueAndSaturation(0, 0).of(200, 100, 50));
    }

    @Test
    void halfATurnMirrorsAtLuma() {
        // 2 * 124.2 - each
        assertArrayEquals(
                rgb(48, 148, 198), ColorMatrix.hueAndSaturation(180, 1).of(200, 100, 50));
    }

    @Test
    void aTurnIsAgainstTheSenseOfDali() {
        // With another program: 203.34, 95.96, 62.06; and 253.88, 57.18, 129.16; and 87.23, 150.79, 84.24.
        assertArrayEquals(rgb(203, 96, 62), ColorMatrix.hueAndSaturation(5, 1).of(200, 100, 50));
        assertArrayEquals(
                rgb(254, 57, 129), ColorMatrix.hueAndSaturation(30, 1.5).of(200, 100, 50));
        assertArrayEquals(
                rgb(87, 151, 84), ColorMatrix.hueAndSaturation(-120, 0.5).of(200, 100, 50));
        // 165.82, 76.76, 259.33: cut off at 255.
        assertArrayEquals(rgb(166, 77, 255), ColorMatrix.hueAndSaturation(90, 1).of(200, 100, 50));
    }

    @Test
    void grayStaysGray() {
        Random random = new Random(3);
        for (int round = 0; round < 100; round++) {
            int gray = random.nextInt(256);
            ColorMatrix matrix = ColorMatrix.hueAndSaturation(random.nextInt(720) - 360, random.nextDouble() * 3);
            assertArrayEquals(rgb(gray, gray, gray), matrix.of(gray, gray, gray));
        }
    }

    @Test
    void twiceTheSaturationIsTwiceTheDistanceFromLuma() {
        // Luma of 120, 100, 90 is 104.84: 135.16, 95.16, 75.16
        assertArrayEquals(rgb(135, 95, 75), ColorMatrix.hueAndSaturation(0, 2).of(120, 100, 90));
    }

    @Test
    void contrastIsTheDistanceFromItsCentre() {
        // 127 + 1.5 * (200 - 127) = 236.5, which is rounded to even; 86.5; 11.5
        assertArrayEquals(rgb(236, 86, 12), ColorMatrix.contrast(0.5, 127).of(200, 100, 50));
        assertArrayEquals(rgb(50, 50, 50), ColorMatrix.contrast(-1, 50).of(200, 100, 0));
        assertArrayEquals(rgb(255, 0, 128), ColorMatrix.contrast(9, 128).of(200, 100, 128));
    }

    @Test
    void brightnessIsAdded() {
        assertArrayEquals(rgb(210, 110, 60), ColorMatrix.brightness(10).of(200, 100, 50));
        assertArrayEquals(rgb(140, 40, 0), ColorMatrix.brightness(-60).of(200, 100, 50));
    }

    @Test
    void nothingIsCutOffBetween() {
        // 200 + 100 = 300, and 300 - 100 = 200 again.
        ColorMatrix there = ColorMatrix.brightness(100);
        assertArrayEquals(
                rgb(200, 100, 50), there.then(ColorMatrix.brightness(-100)).of(200, 100, 50));
        // First brighter by 10, then twice the distance from 100: 100 + 2 * 110 - 2 * 100
        assertArrayEquals(
                rgb(255, 120, 20),
                ColorMatrix.brightness(10).then(ColorMatrix.contrast(1, 100)).of(200, 100, 50));
        assertArrayEquals(
                rgb(255, 110, 10),
                ColorMatrix.contrast(1, 100).then(ColorMatrix.brightness(10)).of(200, 100, 50));
    }

    @Test
    void noTurnAtAllChangesNothing() {
        assertSame(ColorMatrix.SAME, ColorMatrix.hueAndSaturation(0, 1));
        Random random = new Random(5);
        ColorMatrix all = ColorMatrix.hueAndSaturation(360, 1)
                .then(ColorMatrix.contrast(0, 127))
                .then(ColorMatrix.brightness(0));
        for (int round = 0; round < 200; round++) {
            int[] color = random.ints(3, 0, 256).toArray();
            assertArrayEquals(color, all.of(color[0], color[1], color[2]));
        }
    }
}
