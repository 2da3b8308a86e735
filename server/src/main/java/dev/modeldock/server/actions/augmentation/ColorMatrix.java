package dev.modeldock.server.actions.augmentation;

import dev.modeldock.server.actions.pictures.Picture;
import java.util.Arrays;

/**
 * What becomes of red, green and blue from 0 to 255: three rows, each with a factor of red, of green and of blue, and what
 * is added.
 */
record ColorMatrix(double[][] rows) {
    static final ColorMatrix SAME = new ColorMatrix(new double[][] {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}});

    /** Luma and the two differences of colour of NTSC; of gray these are exactly 0. */
    private static final double[][] YIQ = {{0.299, 0.587, 0.114}, {0.5959, -0.2746, -0.3213}, {0.2115, -0.5227, 0.3112}
    };

    private static final double[][] RGB = inverse(YIQ);

    /**
     * Colours turned by an angle in the plane of the differences of colour, against the sense of DALI's angles, and made
     * stronger by a factor.
     */
    static ColorMatrix hueAndSaturation(double degrees, double saturation) {
        if (degrees == 0 && saturation == 1) {
            return SAME;
        }
        double cos = Math.cos(Math.toRadians(-degrees)) * saturation;
        double sin = Math.sin(Math.toRadians(-degrees)) * saturation;
        double[][] turn = {{1, 0, 0}, {0, cos, sin}, {0, -sin, cos}};
        double[][] product = times(RGB, times(turn, YIQ));
        double[][] rows = new double[3][];
        for (int i = 0; i < 3; i++) {
            rows[i] = Arrays.copyOf(product[i], 4);
        }
        return new ColorMatrix(rows);
    }

    /** Distances from a centre made longer: by half for 0.5, to nothing for -1. */
    static ColorMatrix contrast(double more, double center) {
        double factor = 1 + more;
        double added = center - factor * center;
        return new ColorMatrix(new double[][] {{factor, 0, 0, added}, {0, factor, 0, added}, {0, 0, factor, added}});
    }

    /** The same added to all. */
    static ColorMatrix brightness(double offset) {
        return new ColorMatrix(new double[][] {{1, 0, 0, offset}, {0, 1, 0, offset}, {0, 0, 1, offset}});
    }

    /** This first, and then the other; nothing is cut off between. */
    ColorMatrix then(ColorMatrix next) {
        double[][] whole = {{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 1}};
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 4; j++) {
                whole[i][j] = j == 3 ? next.rows[i][3] : 0;
                for (int k = 0; k < 3; k++) {
                    whole[i][j] += next.rows[i][k] * rows[k][j];
                }
            }
        }
        return new ColorMatrix(whole);
    }

    /** Do it to a colour; what lies below 0 or above 255 is cut off. */
    int[] of(int red, int green, int blue) {
        int[] colors = new int[3];
        for (int i = 0; i < 3; i++) {
            double value = rows[i][0] * red + rows[i][1] * green + rows[i][2] * blue + rows[i][3];
            colors[i] = (int) Math.max(0, Math.min(Math.rint(value), 255));
        }
        return colors;
    }

    /** Do it to all pixels of a picture, in place. */
    void apply(Picture picture) {
        if (Arrays.deepEquals(rows, SAME.rows)) {
            return;
        }
        byte[] bgr = picture.bgr();
        for (int at = 0; at < bgr.length; at += Picture.CHANNELS) {
            int[] color = of(bgr[at + 2] & 0xFF, bgr[at + 1] & 0xFF, bgr[at] & 0xFF);
            bgr[at + 2] = (byte) color[0];
            bgr[at + 1] = (byte) color[1];
            bgr[at] = (byte) color[2];
        }
    }

    private static double[][] times(double[][] left, double[][] right) {
        double[][] product = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    product[i][j] += left[i][k] * right[k][j];
                }
            }
        }
        return product;
    }

    /** By cofactors. */
    private static double[][] inverse(double[][] m) {
        double[][] inverse = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                int a = (i + 1) % 3;
                int b = (i + 2) % 3;
                int c = (j + 1) % 3;
                int d = (j + 2) % 3;
                inverse[j][i] = m[a][c] * m[b][d] - m[a][d] * m[b][c];
            }
        }
        double determinant = m[0][0] * inverse[0][0] + m[0][1] * inverse[1][0] + m[0][2] * inverse[2][0];
        for (double[] row : inverse) {
            for (int j = 0; j < 3; j++) {
                row[j] /= determinant;
            }
        }
        return inverse;
    }
}
