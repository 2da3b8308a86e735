package dev.modeldock.server.actions.classifier.net;

/**
 * Moves weights against their gradients, each as far as suits its own (Adam with decoupled weight decay).
 *
 * @param decay how much of a weight goes in a step, times the rate; biases stay
 */
public record Adam(double decay) {
    private static final float KEEP_MEAN = 0.9f;
    private static final float KEEP_SQUARE = 0.999f;
    private static final float LEAST = 1e-8f;
    /** Added and taken away, it makes nothing of numbers so small that processors become slow with them. */
    private static final float SOLID = 1e-30f;

    /** How far a step goes. */
    private record Stride(float rate, float correction, float decay) {}

    /**
     * Take a step.
     *
     * @param number of the step, from 1
     */
    public void step(Net net, long number, double rate) {
        double mean = 1 - StrictMath.pow(KEEP_MEAN, number);
        double square = 1 - StrictMath.pow(KEEP_SQUARE, number);
        float correction = (float) (1 / square);
        Stride free = new Stride((float) (rate / mean), correction, 0);
        Stride held = new Stride((float) (rate / mean), correction, (float) (rate * decay));
        for (Weights weights : net.weights()) {
            net.team().each(weights.outputs(), row -> move(weights.rows(), row, held));
            move(weights.bias(), 0, free);
        }
    }

    private static void move(Weights.Part part, int row, Stride stride) {
        float[] values = part.values()[row];
        float[] gradients = part.gradients()[row];
        float[] means = part.means()[row];
        float[] squares = part.squares()[row];
        float rate = stride.rate();
        float correction = stride.correction();
        float kept = 1 - stride.decay();
        for (int i = 0; i < values.length; i++) {
            float gradient = gradients[i];
            float mean = KEEP_MEAN * means[i] + (1 - KEEP_MEAN) * gradient + SOLID - SOLID;
            float square = KEEP_SQUARE * squares[i] + (1 - KEEP_SQUARE) * gradient * gradient + SOLID - SOLID;
            means[i] = mean;
            squares[i] = square;
            values[i] = values[i] * kept - rate * mean / ((float) Math.sqrt(square * correction) + LEAST);
        }
    }
}
