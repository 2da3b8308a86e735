package dev.modeldock.tools;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets one at a time read definition files: as a tree a file takes many times its bytes of memory. First come, first served. */
final class Turns {
    private static final long PATIENCE_MILLIS = 30_000;

    private final Semaphore free = new Semaphore(1, true);
    private final long patienceMillis;

    Turns() {
        this(PATIENCE_MILLIS);
    }

    /** With another patience. */
    Turns(long patienceMillis) {
        this.patienceMillis = patienceMillis;
    }

    /** What is to be done in a turn. What it gives must be small. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** Do it for a request, which does not wait for ever: {@code RATE_LIMITED} after half a minute. */
    <T, E extends Exception> T soon(Work<T, E> work) throws E, InterruptedException {
        if (!free.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS)) {
            throw new DockException(
                    Problem.RATE_LIMITED,
                    "Too many definition files of tools are being read at once; ask again in a moment.");
        }
        return run(work);
    }

    /** Do it for a job, however long it waits. */
    <T, E extends Exception> T patiently(Work<T, E> work) throws E, InterruptedException {
        free.acquire();
        return run(work);
    }

    private <T, E extends Exception> T run(Work<T, E> work) throws E {
        try {
            return work.run();
        } finally {
            free.release();
        }
    }
}
