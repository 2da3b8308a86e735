package dev.modeldock.server.it;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** The one place in which a test waits for the server to get somewhere: it looks again and again until a deadline. */
final class Await {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(25);

    private Await() {}

    /** Look until {@code good} says yes and answer what was seen; fails with what was seen last. */
    static <T> T until(String what, Duration patience, Callable<T> look, Predicate<T> good) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            T seen = seen(what, look);
            if (good.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + " did not come true in " + patience + "; last seen: " + seen);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    static <T> T until(String what, Callable<T> look, Predicate<T> good) {
        return until(what, PATIENCE, look, good);
    }

    private static <T> T seen(String what, Callable<T> look) {
        try {
            return look.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("could not look whether " + what, e);
        }
    }
}
