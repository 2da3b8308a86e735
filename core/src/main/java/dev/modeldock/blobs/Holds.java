package dev.modeldock.blobs;

import java.util.HashMap;
import java.util.Map;

/** Which blobs imports rely on, and how often. Guarded by its owner. */
final class Holds {
    private final Map<String, Integer> counts = new HashMap<>();

    void add(String sha256) {
        counts.merge(sha256, 1, Integer::sum);
    }

    void remove(String sha256) {
        counts.computeIfPresent(sha256, (key, count) -> count == 1 ? null : count - 1);
    }

    boolean has(String sha256) {
        return counts.containsKey(sha256);
    }
}
