package dev.modeldock.server.actions.augmentation;

import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.spi.ActionException;
import java.awt.geom.AffineTransform;
import java.util.Map;

/**
 * What is done to one picture.
 *
 * @param drawn of every parameter; the angle of rotation in radians
 */
record Draw(Map<Parameter, Double> drawn, boolean mirrored, boolean upsideDown) {
    private static final double FLAT = 1e-6;

    double of(Parameter parameter) {
        return drawn.get(parameter);
    }

    /**
     * Where points of a picture go: turned about its centre (clockwise for angles above 0), flipped and sheared about the
     * same, moved, and then scaled from its size to that of what comes out.
     */
    AffineTransform transform(Size input, Size output) throws ActionException {
        double x = input.width() / 2.0;
        double y = input.height() / 2.0;
        AffineTransform whole = AffineTransform.getRotateInstance(of(Parameter.ANGLE), x, y);
        AffineTransform flip = AffineTransform.getScaleInstance(mirrored ? -1 : 1, upsideDown ? -1 : 1);
        whole.preConcatenate(about(x, y, flip));
        double shearX = of(Parameter.SHEAR_X);
        double shearY = of(Parameter.SHEAR_Y);
        whole.preConcatenate(about(x, y, AffineTransform.getShearInstance(shearX, shearY)));
        whole.preConcatenate(
                AffineTransform.getTranslateInstance(of(Parameter.TRANSLATE_X), of(Parameter.TRANSLATE_Y)));
        whole.preConcatenate(AffineTransform.getScaleInstance(
                (double) output.width() / input.width(), (double) output.height() / input.height()));
        if (Math.abs(1 - shearX * shearY) < FLAT) {
            throw new ActionException("A shear of " + shearX + " by " + shearY + " makes a line of every picture;"
                    + " expected are ratios whose product is not 1.");
        }
        return whole;
    }

    private static AffineTransform about(double x, double y, AffineTransform what) {
        AffineTransform whole = AffineTransform.getTranslateInstance(x, y);
        whole.concatenate(what);
        whole.translate(-x, -y);
        return whole;
    }

    /** What is done to each of its colours, one after the other. */
    ColorMatrix colors() {
        return ColorMatrix.hueAndSaturation(of(Parameter.HUE), of(Parameter.SATURATION))
                .then(ColorMatrix.contrast(of(Parameter.CONTRAST), of(Parameter.CENTER)))
                .then(ColorMatrix.brightness(of(Parameter.BRIGHTNESS)));
    }

    /** How it is blurred in the end. */
    Blur blur() throws ActionException {
        return Blur.of(of(Parameter.BLUR_STD), of(Parameter.BLUR_SIZE));
    }
}
