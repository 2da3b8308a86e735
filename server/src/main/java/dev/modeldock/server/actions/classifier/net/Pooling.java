package dev.modeldock.server.actions.classifier.net;

/**
 * Of each 2 x 2 pixels the largest value, or zero if that is larger: half as wide and as high. A last row or column without
 * a partner is left out.
 */
record Pooling(Signal in, Signal out, Team team) implements Layer {
    @Override
    public void forward(int images) {
        team.each(out.channels() * out.height(), line -> {
            for (int x = 0; x < out.width(); x++) {
                int first = first(line, x);
                float[] a = in.values()[first];
                float[] b = in.values()[first + 1];
                float[] c = in.values()[first + in.width()];
                float[] d = in.values()[first + in.width() + 1];
                float[] to = out.values()[line * out.width() + x];
                for (int j = 0; j < images; j++) {
                    to[j] = Math.max(Math.max(0, Math.max(a[j], b[j])), Math.max(c[j], d[j]));
                }
            }
        });
    }

    /** The row of the left upper of four pixels. */
    private int first(int line, int x) {
        int channel = line / out.height();
        int y = line % out.height();
        return channel * in.pixels() + 2 * y * in.width() + 2 * x;
    }

    @Override
    public void backward(int images) {
        team.each(in.channels(), channel -> {
            for (float[] row : in.of(in.gradients(), channel)) {
                java.util.Arrays.fill(row, 0, images, 0);
            }
        });
        team.each(out.channels() * out.height(), line -> {
            for (int x = 0; x < out.width(); x++) {
                int first = first(line, x);
                int[] rows = {first, first + 1, first + in.width(), first + in.width() + 1};
                back(rows, line * out.width() + x, images);
            }
        });
    }

    /** The gradient goes to the first of the four that is the largest. */
    private void back(int[] rows, int made, int images) {
        float[] values = out.values()[made];
        float[] gradients = out.gradients()[made];
        float[] a = in.values()[rows[0]];
        float[] b = in.values()[rows[1]];
        float[] c = in.values()[rows[2]];
        for (int j = 0; j < images; j++) {
            float largest = values[j];
            if (largest > 0) {
                int at = a[j] == largest ? 0 : b[j] == largest ? 1 : c[j] == largest ? 2 : 3;
                in.gradients()[rows[at]][j] = gradients[j];
            }
        }
    }
}
