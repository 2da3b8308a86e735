package dev.modeldock;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every few seconds, lets each part of the dock throw away what has run out. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final long SWEEP_SECONDS = 10;
    private static final long CLOSE_SECONDS = 3;

    private final ScheduledExecutorService house = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "housekeeping");
        thread.setDaemon(true);
        return thread;
    });

    /** What a part throws away. */
    interface Sweep {
        void run() throws IOException;
    }

    Housekeeping(List<Sweep> sweeps) {
        house.scheduleWithFixedDelay(
                () -> sweeps.forEach(Housekeeping::run), SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    private static void run(Sweep sweep) {
        try {
            sweep.run();
        } catch (IOException | RuntimeException e) {
            LOG.error("What has run out could not be swept; it is tried again in {} s", SWEEP_SECONDS, e);
        }
    }

    @Override
    public void close() {
        house.shutdownNow();
        try {
            if (!house.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A sweep did not end within {} s; the dock does not wait for it any longer", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
