package dev.modeldock.hub;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Questions to a place upstream: the same one is asked once, by whoever asks first, and its answer is remembered for as long
 * as it holds.
 */
final class Questions implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int MOST_WAITING = 64;
    private static final int MOST_REMEMBERED = 1_000;
    /** Each who waits holds a thread of the server. */
    private static final int MOST_ASKING = 256;

    private final ThreadPoolExecutor asking = new ThreadPoolExecutor(
            THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), work -> {
                Thread thread = new Thread(work, "pull-through");
                thread.setDaemon(true);
                return thread;
            });
    private final Semaphore places = new Semaphore(MOST_ASKING);
    private final Predicate<PullAnswer> holds;
    private final Map<String, FutureTask<PullAnswer>> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FutureTask<PullAnswer>> eldest) {
            return size() > MOST_REMEMBERED && eldest.getValue().isDone();
        }
    };

    /** @param holds whether an answer from before is still one */
    Questions(Predicate<PullAnswer> holds) {
        this.holds = holds;
        asking.allowCoreThreadTimeOut(true);
    }

    /**
     * Ask, or wait for who asks already.
     *
     * @throws DockException {@code NOT_READY} when there is no answer by then
     */
    PullAnswer ask(String key, Callable<PullAnswer> question, Deadline until) {
        FutureTask<PullAnswer> task = task(key, question);
        if (!places.tryAcquire()) {
            throw notReady("Very many clients wait for models that are not here");
        }
        try {
            return task.get(until.leftMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw notReady("The place that it comes from has not answered yet");
        } catch (CancellationException e) {
            throw notReady("The dock is stopping");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notReady("The dock is stopping");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw notReady("The dock is stopping");
            }
            throw new DockException(Problem.SERVER_ERROR, "The place that it comes from could not be asked.", e);
        } finally {
            places.release();
        }
    }

    static DockException notReady(String why) {
        return new DockException(Problem.NOT_READY, why + ". Ask again in a moment.", Map.of("retryAfterSeconds", 3));
    }

    private synchronized FutureTask<PullAnswer> task(String key, Callable<PullAnswer> question) {
        FutureTask<PullAnswer> former = known.get(key);
        if (former != null && (!former.isDone() || answer(former).filter(holds).isPresent())) {
            return former;
        }
        FutureTask<PullAnswer> fresh = new FutureTask<>(question);
        try {
            asking.execute(fresh);
        } catch (RejectedExecutionException e) {
            throw notReady("Very many models are asked for that are not here");
        }
        known.put(key, fresh);
        return fresh;
    }

    private static Optional<PullAnswer> answer(FutureTask<PullAnswer> done) {
        try {
            return Optional.of(done.get());
        } catch (ExecutionException | CancellationException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Stop asking; who waits is told. */
    @Override
    public synchronized void close() {
        asking.shutdownNow();
        known.values().forEach(task -> task.cancel(true));
    }
}
