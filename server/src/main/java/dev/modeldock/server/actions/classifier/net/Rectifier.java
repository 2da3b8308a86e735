package dev.modeldock.server.actions.classifier.net;

/** What is below zero becomes zero. */
record Rectifier(Signal in, Signal out, Team team) implements Layer {
    @Override
    public void forward(int images) {
        team.each(out.values().length, row -> {
            float[] from = in.values()[row];
            float[] to = out.values()[row];
            for (int j = 0; j < images; j++) {
                to[j] = Math.max(0, from[j]);
            }
        });
    }

    @Override
    public void backward(int images) {
        team.each(out.values().length, row -> {
            float[] from = out.gradients()[row];
            float[] values = out.values()[row];
            float[] to = in.gradients()[row];
            for (int j = 0; j < images; j++) {
                to[j] = values[j] > 0 ? from[j] : 0;
            }
        });
    }
}
