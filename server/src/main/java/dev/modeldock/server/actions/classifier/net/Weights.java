package dev.modeldock.server.actions.classifier.net;

/**
 * The weights of a layer: for each of its outputs a row of one for each input, and a bias. Rows are filled up with zeros,
 * which stay so.
 */
public final class Weights {
    private final int inputs;
    private final Part rows;
    private final Part bias;

    /** What a number is and what training notes of it: how the loss grows with it, and two means of that. */
    public record Part(float[][] values, float[][] gradients, float[][] means, float[][] squares) {
        static Part of(int outputs, int width, boolean training) {
            int noted = training ? outputs : 0;
            return new Part(
                    new float[outputs][width],
                    new float[noted][width],
                    new float[noted][width],
                    new float[noted][width]);
        }
    }

    /** @param training whether there are to be gradients and their means */
    Weights(int outputs, int inputs, boolean training) {
        this.inputs = inputs;
        this.rows = Part.of(outputs, Rows.padded(inputs), training);
        this.bias = Part.of(1, outputs, training);
    }

    public int outputs() {
        return rows.values().length;
    }

    public int inputs() {
        return inputs;
    }

    /** A row for each output, of {@link #inputs} weights and maybe some zeros. */
    public Part rows() {
        return rows;
    }

    /** One row, with a number for each output. */
    public Part bias() {
        return bias;
    }

    /** Values to begin with, evenly spread as wide as suits layers that are followed by a rectifier. */
    void begin(Chance chance) {
        double wide = Math.sqrt(6.0 / inputs);
        for (float[] row : rows.values()) {
            for (int i = 0; i < inputs; i++) {
                row[i] = (float) ((2 * chance.fraction() - 1) * wide);
            }
        }
    }
}
