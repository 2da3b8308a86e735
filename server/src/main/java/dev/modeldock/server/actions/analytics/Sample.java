package dev.modeldock.server.actions.analytics;

import java.util.BitSet;
import java.util.Random;

/** Some of many, by chance, but the same each time. */
final class Sample {
    private static final long SEED = 42;

    private Sample() {}

    /** Numbers below {@code all}: so many of them, or all if there are no more (Floyd). */
    static BitSet of(int all, int many) {
        BitSet chosen = new BitSet(all);
        if (many >= all) {
            chosen.set(0, all);
            return chosen;
        }
        Random random = new Random(SEED);
        for (int last = all - many; last < all; last++) {
            int one = random.nextInt(last + 1);
            chosen.set(chosen.get(one) ? last : one);
        }
        return chosen;
    }
}
