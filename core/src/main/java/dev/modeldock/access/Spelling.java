package dev.modeldock.access;

import java.util.Collection;
import java.util.Comparator;
import java.util.function.Function;

/** Guesses what was meant by a name that is not known. */
final class Spelling {
    private Spelling() {}

    /** The candidate whose name takes the fewest insertions, deletions and replacements to reach. */
    static <T> T nearest(String name, Collection<T> candidates, Function<T, String> nameOf) {
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, nameOf.apply(candidate))))
                .orElseThrow();
    }

    /** Levenshtein's distance, one row of the table at a time. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
