package dev.modeldock.server.actions.classifier.net;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Threads that share the parts of a loop. Each part is done whole by one of them, so what comes out does not depend on how
 * many there are, as long as parts write to different places.
 */
public final class Team implements AutoCloseable {
    private final int threads;
    private final Runnable check;
    private final ExecutorService others;

    /**
     * @param threads at least 1, the caller's among them
     * @param check asked before each loop; what it throws ends the work
     */
    public Team(int threads, Runnable check) {
        this.threads = threads;
        this.check = check;
        this.others = Executors.newFixedThreadPool(Math.max(1, threads - 1), task -> {
            Thread thread = new Thread(task, "classifier");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Do the parts from 0 on, and return when all are done. For one caller at a time. */
    public void each(int parts, IntConsumer part) {
        check.run();
        AtomicInteger next = new AtomicInteger();
        Runnable share = () -> {
            for (int mine = next.getAndIncrement(); mine < parts; mine = next.getAndIncrement()) {
                part.accept(mine);
            }
        };
        List<Future<?>> shares = new ArrayList<>();
        for (int i = 1; i < Math.min(threads, parts); i++) {
            shares.add(others.submit(share));
        }
        try {
            share.run();
        } finally {
            shares.forEach(Team::await);
        }
    }

    /** Parts are short, so one that is to stop waits for them: nothing writes into its rows afterwards. */
    private static void await(Future<?> share) {
        boolean interrupted = false;
        while (true) {
            try {
                share.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException("A part of a loop has failed", e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        others.shutdownNow();
    }
}
