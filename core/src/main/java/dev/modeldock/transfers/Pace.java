package dev.modeldock.transfers;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** When a remote place that has said no may be asked again: one for all connections of a pull, so that none storms it. */
final class Pace {
    private static final long FIRST_MILLIS = 500;
    private static final int MOST_DOUBLINGS = 5;

    private long notBefore = System.nanoTime();

    /** Wait until the place may be asked. */
    synchronized void await() throws InterruptedException {
        for (long left; (left = notBefore - System.nanoTime()) > 0; ) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** The place asked to be left alone for so long. */
    synchronized void hold(Duration wait) {
        notBefore = Math.max(notBefore, System.nanoTime() + wait.toNanos());
    }

    /** How long to wait after so many tries in a row that brought nothing: doubling, with jitter. */
    static Duration backOff(int tries) {
        long longest = FIRST_MILLIS << Math.min(MOST_DOUBLINGS, tries);
        return Duration.ofMillis(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
    }
}
