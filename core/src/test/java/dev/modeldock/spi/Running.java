package dev.modeldock.spi;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.concurrent.Callable;

/** A call on a thread of its own, for tests of what runs at once and of what must stop. */
final class Running {
    private final Thread thread;
    private volatile Object result;
    private volatile Throwable failure;

    private Running(Callable<?> call) {
        thread = new Thread(() -> run(call), "contract");
        thread.setDaemon(true);
    }

    static Running start(Callable<?> call) {
        Running running = new Running(call);
        running.thread.start();
        return running;
    }

    private void run(Callable<?> call) {
        try {
            result = call.call();
        } catch (Throwable thrown) {
            failure = thrown;
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    void assertEnds(Duration within) throws InterruptedException {
        thread.join(within.toMillis());
        assertFalse(thread.isAlive(), "it did not end within " + within);
    }

    /** What it returned; what it threw is thrown. */
    Object result(Duration within) throws InterruptedException {
        assertEnds(within);
        if (failure != null) {
            throw new AssertionError("it failed", failure);
        }
        return result;
    }

    /** What it threw, or null. */
    Throwable failure(Duration within) throws InterruptedException {
        assertEnds(within);
        return failure;
    }
}
