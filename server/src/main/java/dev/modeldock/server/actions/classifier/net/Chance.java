package dev.modeldock.server.actions.classifier.net;

/** Random numbers (SplitMix64) that are the same on every machine and in every version of Java. */
public final class Chance {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private long state;

    private Chance(long state) {
        this.state = state;
    }

    /** Those that belong to some numbers, such as a seed, an epoch and an image. */
    public static Chance of(long... keys) {
        Chance chance = new Chance(0);
        for (long key : keys) {
            chance.state = chance.next() ^ key;
        }
        return chance;
    }

    private long next() {
        state += STEP;
        long mixed = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    /** From 0 to below 1. */
    public double fraction() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** From 0 to below a bound. */
    public int below(int bound) {
        return (int) ((next() >>> 32) * bound >>> 32);
    }

    /** All numbers from 0 to below a bound, in some order. */
    public int[] order(int bound) {
        int[] order = new int[bound];
        for (int i = 0; i < bound; i++) {
            int other = below(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}
