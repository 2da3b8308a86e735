package dev.modeldock.server.actions.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.actions.Drawings;
import dev.modeldock.server.actions.pictures.Picture;
import dev.modeldock.spi.ActionException;
import org.junit.jupiter.api.Test;

class BlurTest {
    @Test
    void weightsAreThoseOfABell() throws ActionException {
        // exp(-1/2) = 0.60653; 1 / (1 + 2 * 0.60653) = 0.45186
        assertArrayEquals(
                new double[] {0.27407, 0.45186, 0.27407}, Blur.of(1, 3).weights(), 1e-5);
        assertEquals(7, Blur.of(1, 0).weights().length, "three times the width to both sides");
        assertEquals(5, Blur.of(1, 4).weights().length, "made odd");
        // 0.3 * ((5 - 1) * 0.5 - 1) + 0.8 = 1.1, and exp(-1 / (2 * 1.21)) = 0.66151
        double[] five = Blur.of(0, 5).weights();
        assertEquals(0.66151, five[1] / five[2], 1e-5);
        assertArrayEquals(new double[] {1}, Blur.of(0, 0).weights());
    }

    @Test
    void theUsualBlurChangesNothing() throws ActionException {
        Picture picture = Drawings.of(5, 5, (x, y) -> x * 50 << 16 | y * 50);
        assertSame(picture, Blur.of(0.1, 3).of(picture));
        assertSame(picture, Blur.of(0, 0).of(picture));
    }

    @Test
    void aPointIsSpread() throws ActionException {
        Picture picture = Drawings.of(7, 7, (x, y) -> x == 3 && y == 3 ? 0xC80000 : 0);
        Picture blurred = Blur.of(1, 3).of(picture);
        // 200 * 0.45186² = 40.8; 200 * 0.45186 * 0.27407 = 24.8; 200 * 0.27407² = 15.0
        assertEquals(41 << 16, Drawings.rgb(blurred, 3, 3));
        assertEquals(25 << 16, Drawings.rgb(blurred, 3, 2));
        assertEquals(25 << 16, Drawings.rgb(blurred, 4, 3));
        assertEquals(15 << 16, Drawings.rgb(blurred, 2, 4));
        assertEquals(0, Drawings.rgb(blurred, 5, 3));
    }

    @Test
    void beyondItsSidesAPictureGoesOnAsInAMirror() throws ActionException {
        Picture picture = Drawings.of(3, 1, (x, y) -> new int[] {100, 0, 0}[x]);
        Picture blurred = Blur.of(1, 3).of(picture);
        // At the left side: 0.45186 * 100, for both neighbours are the second pixel; beside it 0.27407 * 100.
        assertEquals(45, Drawings.rgb(blurred, 0, 0));
        assertEquals(27, Drawings.rgb(blurred, 1, 0));
        Picture one = Drawings.of(1, 1, (x, y) -> 0x102030);
        assertEquals(0x102030, Drawings.rgb(Blur.of(5, 31).of(one), 0, 0));
    }

    @Test
    void whatIsNoBlurIsRefused() {
        assertThrows(ActionException.class, () -> Blur.of(-1, 3));
        assertThrows(ActionException.class, () -> Blur.of(1, -3));
        assertTrue(assertThrows(ActionException.class, () -> Blur.of(1000, 0))
                .getMessage()
                .contains("too wide"));
        assertThrows(ActionException.class, () -> Blur.of(1e300, 0));
        assertThrows(ActionException.class, () -> Blur.of(1, 1e300));
    }
}
