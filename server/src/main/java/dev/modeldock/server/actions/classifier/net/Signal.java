package dev.modeldock.server.actions.classifier.net;

import java.util.Arrays;

/**
 * What goes from one layer to the next, of a whole batch: a row for each channel and pixel, in this order, and in it a
 * column for each image.
 *
 * @param gradients how much the loss grows with each value; no rows where nobody asks for that
 */
record Signal(int channels, int height, int width, float[][] values, float[][] gradients) {
    static Signal of(int channels, int height, int width, int batch) {
        int rows = channels * height * width;
        return new Signal(channels, height, width, Rows.zeros(rows, batch), Rows.zeros(rows, batch));
    }

    /** One that nobody asks for gradients of. */
    static Signal forward(int channels, int height, int width, int batch) {
        return new Signal(channels, height, width, Rows.zeros(channels * height * width, batch), new float[0][]);
    }

    boolean hasGradients() {
        return gradients.length > 0;
    }

    int pixels() {
        return height * width;
    }

    int batch() {
        return values[0].length;
    }

    /** Of a channel's pixels, the rows of values or of gradients. */
    float[][] of(float[][] rows, int channel) {
        return Arrays.copyOfRange(rows, channel * pixels(), (channel + 1) * pixels());
    }
}
