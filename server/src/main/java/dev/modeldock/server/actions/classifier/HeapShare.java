package dev.modeldock.server.actions.classifier;

import dev.modeldock.spi.ActionContext;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The part of the heap that networks may take. One that does not fit beside others waits until it does. */
final class HeapShare {
    private static final double PART = 0.6;
    private static final long LOOK_EVERY_MILLIS = 250;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final long all;
    private long taken;

    HeapShare() {
        this((long) (Runtime.getRuntime().maxMemory() * PART));
    }

    HeapShare(long all) {
        this.all = all;
    }

    /** What needs the memory. */
    @FunctionalInterface
    interface Use<R> {
        R get() throws ActionException, IOException, InterruptedException;
    }

    /** @throws ActionException when it can never fit */
    <R> R with(long bytes, ActionContext context, Use<R> use)
            throws ActionException, IOException, InterruptedException {
        take(bytes, context);
        try {
            return use.get();
        } finally {
            giveBack(bytes);
        }
    }

    private void take(long bytes, ActionContext context) throws ActionException, InterruptedException {
        if (bytes > all) {
            throw new ActionException("The network would need " + mebibytes(bytes) + " MiB of memory, and "
                    + mebibytes(all) + " MiB of this server's heap may be used for that. Make imageSize, batchSize or"
                    + " channels smaller, or start the server with a larger -Xmx.");
        }
        lock.lock();
        try {
            if (taken + bytes > all) {
                context.log("Waiting until another action gives memory back.");
            }
            while (taken + bytes > all) {
                context.check();
                freed.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
            taken += bytes;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(long bytes) {
        lock.lock();
        try {
            taken -= bytes;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static long mebibytes(long bytes) {
        return (bytes >> 20) + 1;
    }
}
