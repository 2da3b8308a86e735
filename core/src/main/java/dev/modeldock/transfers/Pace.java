package dev.modeldock.transfers;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** When a remote place that has said no may be asked again: one for all connections of a pull, so that none storms it. */
final class Pace {
    private static final int MOST_DOUBLINGS = 5;

    private final Duration first;
    private long notBefore = System.nanoTime();

    /** @param first the longest wait after the first no in a row */
    Pace(Duration first) {
        this.first = first;
    }

    /** Wait until the place may be asked. */
    synchronized void await() throws InterruptedException {
        for (long left; (left = notBefore - System.nanoTime()) > 0; ) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** The place is to be left alone for so long. */
    synchronized void hold(Duration wait) {
        long until = System.nanoTime() + wait.toNanos();
        if (until - notBefore > 0) {
            notBefore = until;
        }
    }

    /** How long to wait after so many tries in a row that brought nothing, where nobody tells. */
    Duration backOff(int tries) {
        long longest = Math.max(1, first.toMillis()) << Math.min(MOST_DOUBLINGS, Math.max(0, tries - 1));
        return Duration.ofMillis(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
    }
}
