package dev.modeldock.problems;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses what was meant by a name that is not known, so that a refusal can say it. */
public final class Spelling {
    /** What is longer is no slip of the keyboard; its rest is not compared, so that no name costs much. */
    private static final int LONGEST = 200;

    private Spelling() {}

    /**
     * Find the known name with the fewest slips of the keyboard to {@code found}; case counts for nothing, and of two
     * equally near the first of the alphabet is taken. At most the first 200 characters of a name are compared.
     *
     * @param known not empty
     */
    public static String nearest(String found, Collection<String> known) {
        String asked = compared(found);
        return known.stream()
                .min(Comparator.comparingInt((String each) -> distance(asked, compared(each)))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    private static String compared(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST)).toLowerCase(Locale.ROOT);
    }

    /** The optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, cost[i - 2][j - 2] + 1);
                }
                cost[i][j] = best;
            }
        }
        return cost[a.length()][b.length()];
    }
}
