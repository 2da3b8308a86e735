package dev.modeldock.server.actions.augmentation;

import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.server.actions.masks.Mask;
import dev.modeldock.server.actions.pictures.Picture;
import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;

/**
 * Takes pictures, masks and boxes to where a transformation takes their points. Pixels are looked up from their centres:
 * those of pictures between the four around, those of masks where they lie. What comes from outside is black.
 */
final class Warp {
    private static final double CENTRE = 0.5;

    private final AffineTransform forward;
    private final double[] back = new double[6];
    private final Size output;

    Warp(AffineTransform forward, Size output) {
        this.forward = forward;
        this.output = output;
        try {
            forward.createInverse().getMatrix(back);
        } catch (NoninvertibleTransformException e) {
            throw new IllegalArgumentException("A transformation that makes lines of pictures", e);
        }
    }

    private double sourceX(int x, int y) {
        return back[0] * (x + CENTRE) + back[2] * (y + CENTRE) + back[4];
    }

    private double sourceY(int x, int y) {
        return back[1] * (x + CENTRE) + back[3] * (y + CENTRE) + back[5];
    }

    Picture of(Picture picture) {
        Picture result = Picture.black(output.width(), output.height());
        int at = 0;
        for (int y = 0; y < output.height(); y++) {
            for (int x = 0; x < output.width(); x++, at += Picture.CHANNELS) {
                double sourceX = sourceX(x, y);
                double sourceY = sourceY(x, y);
                if (sourceX >= 0 && sourceY >= 0 && sourceX <= picture.width() && sourceY <= picture.height()) {
                    between(picture, sourceX - CENTRE, sourceY - CENTRE, result.bgr(), at);
                }
            }
        }
        return result;
    }

    /** Between the centres of four pixels; beyond the outermost ones their colour goes on. */
    private static void between(Picture from, double x, double y, byte[] to, int at) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double bottom = y - top;
        int x0 = Math.max(left, 0);
        int x1 = Math.min(left + 1, from.width() - 1);
        int y0 = Math.max(top, 0);
        int y1 = Math.min(top + 1, from.height() - 1);
        for (int c = 0; c < Picture.CHANNELS; c++) {
            double upper = from.at(x0, y0, c) * (1 - right) + from.at(x1, y0, c) * right;
            double lower = from.at(x0, y1, c) * (1 - right) + from.at(x1, y1, c) * right;
            to[at + c] = (byte) Math.rint(upper * (1 - bottom) + lower * bottom);
        }
    }

    Mask of(Mask mask) {
        Mask result = new Mask(output.width(), output.height());
        Box around = mask.box().map(this::of).orElse(new Box(0, 0, 0, 0));
        int right = (int) Math.ceil(around.right());
        int bottom = (int) Math.ceil(around.bottom());
        for (int y = (int) around.top(); y < bottom; y++) {
            for (int x = (int) around.left(); x < right; x++) {
                double sourceX = sourceX(x, y);
                double sourceY = sourceY(x, y);
                boolean inside = sourceX >= 0 && sourceY >= 0 && sourceX < mask.width() && sourceY < mask.height();
                if (inside && mask.has((int) sourceX, (int) sourceY)) {
                    result.add(x, y);
                }
            }
        }
        return result;
    }

    /** The box around where the corners of a box go, within the picture. */
    Box of(Box box) {
        double[] points = {
            box.left(), box.top(), box.right(), box.top(), box.left(), box.bottom(), box.right(), box.bottom()
        };
        forward.transform(points, 0, points, 0, 4);
        Box around = new Box(points[0], points[1], points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            around = new Box(
                    Math.min(around.left(), points[i]),
                    Math.min(around.top(), points[i + 1]),
                    Math.max(around.right(), points[i]),
                    Math.max(around.bottom(), points[i + 1]));
        }
        return around.within(output.width(), output.height());
    }
}
