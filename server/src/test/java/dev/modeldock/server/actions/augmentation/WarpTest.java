package dev.modeldock.server.actions.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.actions.Drawings;
import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.server.actions.masks.Mask;
import dev.modeldock.server.actions.pictures.Picture;
import dev.modeldock.spi.ActionException;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WarpTest {
    private static final Size SIZE = new Size(6, 4);

    private static Draw draw(Map<Parameter, Double> some, boolean mirrored, boolean upsideDown) {
        Map<Parameter, Double> all = new EnumMap<>(Parameter.class);
        for (Parameter each : Parameter.values()) {
            all.put(each, some.getOrDefault(each, 0.0));
        }
        return new Draw(all, mirrored, upsideDown);
    }

    private static Draw draw(Map<Parameter, Double> some) {
        return draw(some, false, false);
    }

    private static Warp warp(Draw draw, Size input, Size output) throws ActionException {
        return new Warp(draw.transform(input, output), output);
    }

    private static Picture numbered(Size size) {
        return Drawings.of(size.width(), size.height(), (x, y) -> (x * 40) << 16 | (y * 60) << 8 | 7);
    }

    @Test
    void nothingToDoChangesNoPixel() throws ActionException {
        Picture picture = numbered(SIZE);
        assertArrayEquals(
                picture.bgr(), warp(draw(Map.of()), SIZE, SIZE).of(picture).bgr());
    }

    @Test
    void aFlipIsExact() throws ActionException {
        Picture picture = numbered(SIZE);
        Picture mirrored = warp(draw(Map.of(), true, false), SIZE, SIZE).of(picture);
        Picture turned = warp(draw(Map.of(), true, true), SIZE, SIZE).of(picture);
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 6; x++) {
                assertEquals(Drawings.rgb(picture, 5 - x, y), Drawings.rgb(mirrored, x, y));
                assertEquals(Drawings.rgb(picture, 5 - x, 3 - y), Drawings.rgb(turned, x, y));
            }
        }
        assertEquals(
                new Box(1, 1, 4, 3),
                warp(draw(Map.of(), true, false), SIZE, SIZE).of(new Box(2, 1, 5, 3)));
    }

    @Test
    void aRotationIsClockwiseAboutTheCentre() throws ActionException {
        Size square = new Size(4, 4);
        Picture picture = numbered(square);
        Draw quarter = draw(Map.of(Parameter.ANGLE, Math.PI / 2));
        Picture turned = warp(quarter, square, square).of(picture);
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                assertEquals(Drawings.rgb(picture, y, 3 - x), Drawings.rgb(turned, x, y));
            }
        }
        // The left top pixel goes to the right top.
        assertEquals(new Box(3, 0, 4, 1), warp(quarter, square, square).of(new Box(0, 0, 1, 1)));
    }

    @Test
    void cornersOfABoxAreMapped() throws ActionException {
        Size size = new Size(100, 100);
        Draw eighth = draw(Map.of(Parameter.ANGLE, Math.PI / 4));
        Box around = warp(eighth, size, size).of(new Box(40, 40, 60, 60));
        double reach = 10 * Math.sqrt(2);
        assertEquals(50 - reach, around.left(), 1e-9);
        assertEquals(50 - reach, around.top(), 1e-9);
        assertEquals(50 + reach, around.right(), 1e-9);
        assertEquals(50 + reach, around.bottom(), 1e-9);
    }

    @Test
    void boxesAreCutOffAtThePicture() throws ActionException {
        Draw away = draw(Map.of(Parameter.TRANSLATE_X, 3.0, Parameter.TRANSLATE_Y, -2.0));
        assertEquals(new Box(4, 0, 6, 1), warp(away, SIZE, SIZE).of(new Box(1, 1, 4, 3)));
        assertEquals(new Box(6, 0, 6, 2), warp(away, SIZE, SIZE).of(new Box(4, 0, 5, 4)));
    }

    @Test
    void whatComesFromOutsideIsBlack() throws ActionException {
        Picture moved =
                warp(draw(Map.of(Parameter.TRANSLATE_X, 2.0)), SIZE, SIZE).of(Drawings.of(6, 4, (x, y) -> 0xFFFFFF));
        assertEquals(0, Drawings.rgb(moved, 1, 2));
        assertEquals(0xFFFFFF, Drawings.rgb(moved, 2, 2));
        assertEquals(0xFFFFFF, Drawings.rgb(moved, 5, 3));
    }

    @Test
    void aScaledPictureIsBetweenItsPixels() throws ActionException {
        Size wide = new Size(4, 1);
        Picture picture = Drawings.of(2, 1, (x, y) -> x * 100);
        Picture wider = warp(draw(Map.of()), new Size(2, 1), wide).of(picture);
        // Their centres lie at -0.25, 0.25, 0.75 and 1.25 of the pixels.
        assertEquals(0, wider.at(0, 0, 0));
        assertEquals(25, wider.at(1, 0, 0));
        assertEquals(75, wider.at(2, 0, 0));
        assertEquals(100, wider.at(3, 0, 0));
        assertEquals(
                new Box(2, 0, 4, 1), warp(draw(Map.of()), new Size(2, 1), wide).of(new Box(1, 0, 2, 1)));
    }

    private static Point2D at(AffineTransform transform, double x, double y) {
        return transform.transform(new Point2D.Double(x, y), null);
    }

    @Test
    void theOrderIsRotateFlipShearTranslateScale() throws ActionException {
        Size size = new Size(10, 10);
        Draw all = draw(
                Map.of(
                        Parameter.ANGLE, Math.PI / 2,
                        Parameter.SHEAR_X, 0.5,
                        Parameter.TRANSLATE_X, 1.0,
                        Parameter.TRANSLATE_Y, 2.0),
                true,
                false);
        // (7, 5) from the centre (2, 0): turned (0, 2), flipped (0, 2), sheared (1, 2): (6, 7), moved (7, 9), scaled
        // (14, 27)
        Point2D point = at(all.transform(size, new Size(20, 30)), 7, 5);
        assertEquals(14, point.getX(), 1e-9);
        assertEquals(27, point.getY(), 1e-9);
        // (5, 3) from the centre (0, -2): turned (2, 0), flipped (-2, 0), sheared the same: (3, 5), moved (4, 7)
        Point2D other = at(all.transform(size, size), 5, 3);
        assertEquals(4, other.getX(), 1e-9);
        assertEquals(7, other.getY(), 1e-9);
    }

    @Test
    void aShearIntoALineIsRefused() {
        Draw flat = draw(Map.of(Parameter.SHEAR_X, 2.0, Parameter.SHEAR_Y, 0.5));
        assertTrue(assertThrows(ActionException.class, () -> flat.transform(SIZE, SIZE))
                .getMessage()
                .contains("product is not 1"));
    }

    @Test
    void aMaskGoesWhereItsPictureGoes() throws ActionException {
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            Draw draw = draw(
                    Map.of(
                            Parameter.ANGLE, random.nextDouble() * 7,
                            Parameter.SHEAR_X, random.nextDouble() - 0.5,
                            Parameter.TRANSLATE_Y, random.nextDouble() * 10),
                    random.nextBoolean(),
                    random.nextBoolean());
            Size output = new Size(20 + random.nextInt(60), 20 + random.nextInt(60));
            Warp warp = warp(draw, new Size(40, 30), output);
            Mask mask = new Mask(40, 30);
            for (int y = 8; y < 21; y++) {
                mask.add(y, 10, 10 + y);
            }
            Mask moved = warp.of(mask);
            Picture picture = warp.of(Drawings.of(40, 30, (x, y) -> mask.has(x, y) ? 0xFFFFFF : 0));
            for (int y = 0; y < output.height(); y++) {
                for (int x = 0; x < output.width(); x++) {
                    int value = picture.at(x, y, 0);
                    assertTrue(value > 0 || !moved.has(x, y), "what belongs to the mask is not all black");
                    assertTrue(value < 255 || moved.has(x, y), "what is all white belongs to the mask");
                }
            }
        }
    }
}
