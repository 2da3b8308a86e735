package dev.modeldock.server.actions.classifier.net;

/**
 * How fast is learnt: slowly at first, then at the full rate, then ever more slowly along half a cosine, down to nothing.
 *
 * @param rate the full one
 * @param steps of the whole training
 */
public record Schedule(double rate, long steps) {
    private static final long WARM_UP = 200;
    private static final long PART_OF_ALL = 10;

    /** @param step from 1 */
    public double rate(long step) {
        double warmUp = Math.max(1, Math.min(WARM_UP, steps / PART_OF_ALL));
        double warmth = Math.min(1, step / warmUp);
        double done = (step - 1) / (double) steps;
        return rate * warmth * (0.5 + 0.5 * StrictMath.cos(Math.PI * done));
    }
}
