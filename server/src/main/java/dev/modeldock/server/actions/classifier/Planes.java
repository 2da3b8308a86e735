package dev.modeldock.server.actions.classifier;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;

/**
 * The pixels of an image as planes of numbers from 0 to 255. What is transparent shows white. Grey is taken as it is stored:
 * Java's own conversion would brighten it.
 *
 * @param rows one plane of grey or three of red, green and blue; in each a row for each line
 */
record Planes(float[][][] rows) {
    private static final float WHITE = 255;

    static Planes of(BufferedImage image, int colours) {
        ColorModel model = image.getColorModel();
        boolean grey =
                model instanceof ComponentColorModel && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        Planes planes = new Planes(new float[colours][image.getHeight()][image.getWidth()]);
        for (int y = 0; y < image.getHeight(); y++) {
            if (grey) {
                planes.grey(image.getRaster(), y, model);
            } else {
                planes.coloured(image, y);
            }
        }
        return planes;
    }

    private void grey(Raster raster, int y, ColorModel model) {
        int[] line = raster.getPixels(0, y, raster.getWidth(), 1, (int[]) null);
        int bands = raster.getNumBands();
        float most = (1L << model.getComponentSize(0)) - 1;
        for (int x = 0; x < raster.getWidth(); x++) {
            float grey = line[x * bands] * WHITE / most;
            if (model.hasAlpha() && bands > 1) {
                float alpha = line[x * bands + 1] / (float) ((1L << model.getComponentSize(1)) - 1);
                grey = grey * alpha + WHITE * (1 - alpha);
            }
            for (float[][] plane : rows) {
                plane[y][x] = grey;
            }
        }
    }

    private void coloured(BufferedImage image, int y) {
        int[] line = image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth());
        for (int x = 0; x < line.length; x++) {
            float alpha = (line[x] >>> 24) / WHITE;
            float red = (line[x] >> 16 & 255) * alpha + WHITE * (1 - alpha);
            float green = (line[x] >> 8 & 255) * alpha + WHITE * (1 - alpha);
            float blue = (line[x] & 255) * alpha + WHITE * (1 - alpha);
            if (rows.length == 1) {
                rows[0][y][x] = 0.299f * red + 0.587f * green + 0.114f * blue;
            } else {
                rows[0][y][x] = red;
                rows[1][y][x] = green;
                rows[2][y][x] = blue;
            }
        }
    }

    /** As a square of a size, one plane after the other. */
    byte[] resized(int size) {
        byte[] all = new byte[rows.length * size * size];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(Resampling.resized(rows[i], size), 0, all, i * size * size, size * size);
        }
        return all;
    }
}
