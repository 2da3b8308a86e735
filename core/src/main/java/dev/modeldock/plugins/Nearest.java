package dev.modeldock.plugins;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known name that a mistyped one most likely means. */
final class Nearest {
    private static final int LONGEST = 200;

    private Nearest() {}

    /** The known name with the fewest letters to change (Levenshtein). */
    static Optional<String> to(String name, Collection<String> known) {
        String asked = name.length() <= LONGEST ? name : name.substring(0, LONGEST);
        return known.stream()
                .min(Comparator.<String>comparingInt(one -> distance(asked, one))
                        .thenComparing(one -> one));
    }

    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
