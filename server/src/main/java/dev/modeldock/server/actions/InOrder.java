package dev.modeldock.server.actions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Works on many things on all cores, and hands on what came of them in their order. Only a few are held at a time. */
public final class InOrder {
    private static final int AHEAD_PER_THREAD = 8;

    private InOrder() {}

    /** What is done with one thing, on any thread. */
    @FunctionalInterface
    public interface Work<T, R> {
        R of(T thing) throws Exception;
    }

    /** Takes what came of one thing, on the caller's thread. */
    @FunctionalInterface
    public interface Taker<T, R> {
        void take(T thing, R result) throws Exception;
    }

    /**
     * Do all.
     *
     * @param threads at least 1
     * @throws IOException or a runtime exception that the work or the taker threw first, in the order of the things, or
     *     the things themselves; any other of theirs is its cause; of an {@link UncheckedIOException} what is in it
     * @throws InterruptedException when the caller is to stop; no work goes on then
     */
    public static <T, R> void each(Iterator<T> things, int threads, Work<T, R> work, Taker<T, R> taker)
            throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "action-work");
            thread.setDaemon(true);
            return thread;
        });
        try {
            each(things, threads * AHEAD_PER_THREAD, pool, work, taker);
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw thrown(e);
        } finally {
            end(pool);
        }
    }

    private record Pending<T, R>(T thing, Future<R> result) {}

    private static <T, R> void each(
            Iterator<T> things, int ahead, ExecutorService pool, Work<T, R> work, Taker<T, R> taker) throws Exception {
        Deque<Pending<T, R>> pending = new ArrayDeque<>();
        while (things.hasNext() || !pending.isEmpty()) {
            while (things.hasNext() && pending.size() < ahead) {
                T thing = things.next();
                Callable<R> call = () -> work.of(thing);
                pending.add(new Pending<>(thing, pool.submit(call)));
            }
            Pending<T, R> first = pending.remove();
            taker.take(first.thing(), first.result().get());
        }
    }

    private static IOException thrown(Throwable cause) {
        if (cause instanceof UncheckedIOException e) {
            return e.getCause();
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return cause instanceof IOException e ? e : new IOException(cause.getMessage(), cause);
    }

    /** Nothing of it may write any more when the caller goes on. */
    private static void end(ExecutorService pool) {
        pool.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (pool.awaitTermination(1, TimeUnit.HOURS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
