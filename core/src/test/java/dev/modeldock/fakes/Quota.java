package dev.modeldock.fakes;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many REST calls may be made in the running window. */
final class Quota {
    private int limit = 5000;
    private int remaining = limit;
    private long reset = Instant.now().getEpochSecond() + 3600;

    synchronized void set(int calls, int secondsToReset) {
        limit = Math.max(60, calls);
        remaining = calls;
        reset = Instant.now().getEpochSecond() + secondsToReset;
    }

    /** Take one; false when there is none. */
    synchronized boolean take() {
        if (Instant.now().getEpochSecond() >= reset) {
            set(limit, 3600);
        }
        if (remaining == 0) {
            return false;
        }
        remaining--;
        return true;
    }

    synchronized Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("limit", limit);
        state.put("remaining", remaining);
        state.put("used", limit - remaining);
        state.put("reset", reset);
        state.put("resource", "core");
        return state;
    }
}
