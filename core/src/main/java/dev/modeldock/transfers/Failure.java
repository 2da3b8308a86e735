package dev.modeldock.transfers;

import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicReference;

/** The first failure among the threads of a pull, which is the pull's. */
final class Failure {
    private final AtomicReference<Throwable> first = new AtomicReference<>();

    /** Note it; false when there was one before. */
    boolean is(Throwable thrown) {
        return first.compareAndSet(null, thrown);
    }

    boolean isThere() {
        return first.get() != null;
    }

    /** Throw it, if there is one. */
    void rethrow() throws SourceException, IOException, InterruptedException {
        Throwable thrown = first.get() instanceof UncheckedIOException ofOurDisk ? ofOurDisk.getCause() : first.get();
        if (thrown instanceof SourceException e) {
            throw e;
        }
        if (thrown instanceof IOException e) {
            throw e;
        }
        if (thrown instanceof InterruptedException e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown != null) {
            throw new IllegalStateException("A transfer failed in a way that none can", thrown);
        }
    }
}
