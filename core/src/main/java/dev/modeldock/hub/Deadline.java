package dev.modeldock.hub;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Until when somebody waits. */
public record Deadline(long nanos) {
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Milliseconds that are left; 0 when none is. */
    long leftMillis() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime()));
    }

    boolean isOver() {
        return System.nanoTime() - nanos >= 0;
    }
}
