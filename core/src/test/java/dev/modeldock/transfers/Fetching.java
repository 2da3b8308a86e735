package dev.modeldock.transfers;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.modeldock.spi.FileSink.Opener;
import dev.modeldock.spi.RemoteFile;
import java.time.Duration;
import java.util.List;

/** A fetch on a thread of its own. */
final class Fetching {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Thread thread;
    private volatile Throwable failure;

    private Fetching(Transfers transfers, List<RemoteFile> files, Opener opener, Target target, int connections) {
        thread = new Thread(
                () -> {
                    try {
                        transfers.fetch(files, opener, target, connections);
                    } catch (Throwable thrown) {
                        failure = thrown;
                    }
                },
                "fetching");
        thread.setDaemon(true);
        thread.start();
    }

    static Fetching of(Transfers transfers, List<RemoteFile> files, Opener opener, Target target, int connections) {
        return new Fetching(transfers, files, opener, target, connections);
    }

    /** Wait for its end; what it threw is thrown. */
    void done() throws InterruptedException {
        Throwable thrown = failure();
        if (thrown != null) {
            throw new AssertionError("it failed", thrown);
        }
    }

    /** Wait for its end; what it threw, or null. */
    Throwable failure() throws InterruptedException {
        thread.join(LONG.toMillis());
        assertFalse(thread.isAlive(), "it did not end");
        return failure;
    }

    /** Interrupt it, and hold that it ends within the two seconds that are promised. */
    Throwable stop() throws InterruptedException {
        thread.interrupt();
        thread.join(2_000);
        assertFalse(thread.isAlive(), "it did not stop within 2 s");
        return failure;
    }

    /** For the end of a test that failed in the middle. */
    void giveUp() {
        thread.interrupt();
    }

    boolean isOver() {
        return !thread.isAlive();
    }
}
