package dev.modeldock.server.actions.classifier.net;

/** Scores as probabilities, and how wrong they are. With strict mathematics: the same bits on every machine. */
public final class Softmax {
    private Softmax() {}

    /** How wrong the scores of a batch are. */
    public record Loss(double sum, int right) {}

    /** The probabilities of the classes of one image. */
    public static double[] probabilities(float[][] scores, int image) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float[] row : scores) {
            largest = Math.max(largest, row[image]);
        }
        double[] probabilities = new double[scores.length];
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] = StrictMath.exp(scores[i][image] - largest);
            sum += probabilities[i];
        }
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    /** The class with the largest probability; the first of equals. */
    public static int best(double[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return best;
    }

    /**
     * The cross entropy of the first images, one for each class that is wanted.
     *
     * @param smoothing how much of what is wanted is spread over all classes
     */
    public static Loss loss(float[][] scores, int[] wanted, double smoothing) {
        double sum = 0;
        int right = 0;
        for (int image = 0; image < wanted.length; image++) {
            double[] found = probabilities(scores, image);
            right += best(found) == wanted[image] ? 1 : 0;
            for (int i = 0; i < found.length; i++) {
                double target = target(i == wanted[image], found.length, smoothing);
                sum -= target == 0 ? 0 : target * StrictMath.log(Math.max(found[i], Double.MIN_NORMAL));
            }
        }
        return new Loss(sum, right);
    }

    private static double target(boolean wanted, int classes, double smoothing) {
        return (wanted ? 1 - smoothing : 0) + smoothing / classes;
    }

    /** The same, with the gradients of its mean. */
    public static Loss loss(Net net, int[] wanted, double smoothing) {
        float[][] gradients = net.gradients();
        for (int image = 0; image < wanted.length; image++) {
            double[] found = probabilities(net.scores(), image);
            for (int i = 0; i < found.length; i++) {
                double target = target(i == wanted[image], found.length, smoothing);
                gradients[i][image] = (float) ((found[i] - target) / wanted.length);
            }
        }
        return loss(net.scores(), wanted, smoothing);
    }
}
