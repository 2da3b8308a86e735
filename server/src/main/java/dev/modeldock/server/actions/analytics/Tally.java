package dev.modeldock.server.actions.analytics;

import dev.modeldock.spi.ActionException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each of some things was met. For one thread at a time. */
final class Tally<K extends Comparable<K>> {
    private static final int MOST = 200_000;

    private final String what;
    private final Map<K, long[]> counts = new HashMap<>();
    private long total;

    /** @param what it counts, for messages */
    Tally(String what) {
        this.what = what;
    }

    record Entry<K>(K key, long count) {}

    /** @throws ActionException when there are too many different ones */
    void add(K key) throws ActionException {
        counts.computeIfAbsent(key, any -> new long[1])[0]++;
        total++;
        if (counts.size() > MOST) {
            throw new ActionException(
                    "There are more than " + MOST + " different " + what + "; no more can be counted.");
        }
    }

    long of(K key) {
        long[] count = counts.get(key);
        return count == null ? 0 : count[0];
    }

    long total() {
        return total;
    }

    int size() {
        return counts.size();
    }

    /** The most frequent first, of equally frequent ones the lesser. */
    List<Entry<K>> byCount() {
        return sorted(
                Comparator.<Entry<K>>comparingLong(Entry::count).reversed().thenComparing(Entry::key));
    }

    /** The least first. */
    List<Entry<K>> byKey() {
        return sorted(Comparator.comparing(Entry::key));
    }

    private List<Entry<K>> sorted(Comparator<Entry<K>> order) {
        return counts.entrySet().stream()
                .map(each -> new Entry<>(each.getKey(), each.getValue()[0]))
                .sorted(order)
                .toList();
    }
}
