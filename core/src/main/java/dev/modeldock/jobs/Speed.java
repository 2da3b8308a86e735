package dev.modeldock.jobs;

import java.util.concurrent.TimeUnit;

/** Bytes a second over the last few seconds. Not safe for several threads. */
final class Speed {
    private static final int SECONDS = 5;

    private final long begin = System.nanoTime();
    private final long[] bytes = new long[SECONDS + 1];
    private long second;

    void add(long count) {
        bytes[slot(forward())] += count;
    }

    /** Over the seconds that are whole, or the running one when there is no other. */
    long perSecond() {
        long now = forward();
        long whole = Math.min(now, SECONDS);
        if (whole == 0) {
            return bytes[slot(now)];
        }
        long sum = 0;
        for (long each = now - whole; each < now; each++) {
            sum += bytes[slot(each)];
        }
        return sum / whole;
    }

    private long forward() {
        long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        for (long each = Math.max(second, now - SECONDS - 1) + 1; each <= now; each++) {
            bytes[slot(each)] = 0;
        }
        second = now;
        return now;
    }

    private int slot(long each) {
        return (int) (each % bytes.length);
    }
}
