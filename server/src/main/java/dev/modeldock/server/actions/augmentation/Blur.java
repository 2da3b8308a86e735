package dev.modeldock.server.actions.augmentation;

import dev.modeldock.server.actions.pictures.Picture;
import dev.modeldock.spi.ActionException;

/**
 * A Gaussian blur. Beyond its sides a picture goes on as in a mirror, without its outermost pixels twice.
 *
 * @param weights of a pixel and its neighbours on both sides, of an odd number, 1 in all
 */
record Blur(double[] weights) {
    private static final int MOST = 1001;
    /** So near to 1 that no value of 255 changes. */
    private static final double SHARP = 1 - 1e-3;

    /**
     * @param std the width of the bell in pixels; 0 follows from the size
     * @param size how many pixels in a line count, made odd; 0 follows from the width; without both nothing is blurred
     */
    static Blur of(double std, double size) throws ActionException {
        long count = Math.round(size);
        if (std < 0 || count < 0) {
            throw new ActionException(
                    "A blur of std " + std + " and size " + size + " is none; expected are numbers from 0 on.");
        }
        if (count == 0) {
            count = 2 * (long) Math.ceil(Math.min(3 * std, MOST)) + 1;
        }
        count += 1 - count % 2;
        double width = std > 0 ? std : count > 1 ? 0.3 * ((count - 1) * 0.5 - 1) + 0.8 : 0;
        if (count > MOST) {
            throw new ActionException(
                    "A blur over " + count + " pixels is too wide; at most " + MOST + " pixels are taken.");
        }
        return new Blur(bell((int) count, width));
    }

    private static double[] bell(int count, double std) {
        double[] weights = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double distance = i - count / 2;
            weights[i] = distance == 0 ? 1 : Math.exp(-distance * distance / (2 * std * std));
            sum += weights[i];
        }
        for (int i = 0; i < count; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    /** A picture that is blurred; the same one where nothing would change. */
    Picture of(Picture picture) {
        if (weights[weights.length / 2] > SHARP) {
            return picture;
        }
        int[] columns = mirrored(picture.width());
        int[] rows = mirrored(picture.height());
        Picture blurred = Picture.black(picture.width(), picture.height());
        float[] line = new float[picture.width() * Picture.CHANNELS];
        for (int y = 0; y < picture.height(); y++) {
            down(picture, rows, y, line);
            across(line, columns, blurred, y);
        }
        return blurred;
    }

    /** Where to look for the pixels from so many before the first to so many behind the last. */
    private int[] mirrored(int length) {
        int reach = weights.length / 2;
        int[] places = new int[length + 2 * reach];
        int period = Math.max(1, 2 * (length - 1));
        for (int i = 0; i < places.length; i++) {
            int place = Math.floorMod(i - reach, period);
            places[i] = length == 1 ? 0 : place < length ? place : period - place;
        }
        return places;
    }

    private void down(Picture picture, int[] rows, int y, float[] line) {
        byte[] bgr = picture.bgr();
        for (int i = 0; i < line.length; i++) {
            double sum = 0;
            for (int k = 0; k < weights.length; k++) {
                sum += weights[k] * (bgr[rows[y + k] * line.length + i] & 0xFF);
            }
            line[i] = (float) sum;
        }
    }

    private void across(float[] line, int[] columns, Picture to, int y) {
        int start = y * line.length;
        for (int x = 0; x < to.width(); x++) {
            for (int c = 0; c < Picture.CHANNELS; c++) {
                double sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * line[columns[x + k] * Picture.CHANNELS + c];
                }
                to.bgr()[start + x * Picture.CHANNELS + c] = (byte) Math.rint(sum);
            }
        }
    }
}
