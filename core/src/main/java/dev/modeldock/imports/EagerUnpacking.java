package dev.modeldock.imports;

import dev.modeldock.blobs.Staging;
import dev.modeldock.problems.DockException;
import dev.modeldock.sessions.ArrivingChunks;
import dev.modeldock.sessions.ImportSession;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unpacks one session's tar while its chunks still come in, so that little is left to do when it is completed. It only
 * ever saves time: whatever ends it early, the session's job unpacks everything itself.
 */
final class EagerUnpacking implements Runnable, ArrivingChunks {
    private static final Logger LOG = LoggerFactory.getLogger(EagerUnpacking.class);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MINUTES.toNanos(5);

    /** How it ended: with files, with a refusal of what came, or with neither: then the job is to do it. */
    record Result(Optional<IncomingFiles> files, Optional<DockException> refusal) {
        static final Result GIVEN_UP = new Result(Optional.empty(), Optional.empty());
    }

    /** What the unpacking needs of the dock. */
    interface Means {
        Staging stage(ImportSession session) throws IOException;

        InputStream open(ImportSession session, ArrivingChunks arriving);

        Unpacking unpacking(ImportSession session);
    }

    private final ImportSession session;
    private final Means means;
    private final BitSet here;
    private final Optional<EagerUnpacking> former;
    private final Thread thread;
    private int reached = -1;
    private boolean stopped;
    private Result result;

    /**
     * @param here the chunks that are here already; this object's own from now on
     * @param former the attempt that a replaced chunk made void; it is stopped first
     */
    EagerUnpacking(ImportSession session, Means means, BitSet here, Optional<EagerUnpacking> former) {
        this.session = session;
        this.means = means;
        this.here = here;
        this.former = former;
        this.thread = new Thread(this, "unpack-" + session.id());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Note a chunk that is here now. */
    synchronized void arrived(int number) {
        here.set(number);
        notifyAll();
    }

    /** Whether it has read, or is reading, the chunk with this number. */
    synchronized boolean hasReached(int number) {
        return number <= reached;
    }

    synchronized BitSet here() {
        return (BitSet) here.clone();
    }

    /** How many of the chunks were reached. */
    synchronized int reached() {
        return reached + 1;
    }

    /** Wait a little for its end. */
    synchronized Optional<Result> poll(long millis) throws InterruptedException {
        if (result == null) {
            wait(millis);
        }
        return Optional.ofNullable(result);
    }

    /** Stop it, wait for its end even when interrupted, and remove what it unpacked. */
    void stop() {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        thread.interrupt();
        join();
        synchronized (this) {
            result.files().ifPresent(files -> close(files.staging()));
            result = Result.GIVEN_UP;
        }
    }

    private void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it has ended with nothing to show, so that it takes nobody's place. */
    synchronized boolean hasGivenUp() {
        return result == Result.GIVEN_UP;
    }

    @Override
    public synchronized void await(int number) throws IOException, InterruptedException {
        reached = number;
        long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
        while (!here.get(number) && !stopped) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new IOException("No chunk came for too long");
            }
            wait(left);
        }
        if (stopped) {
            throw new IOException("Asked to stop");
        }
    }

    @Override
    public void run() {
        Result ended = Result.GIVEN_UP;
        try {
            former.ifPresent(EagerUnpacking::stop);
            ended = unpack();
        } catch (IOException | SourceException | InterruptedException | RuntimeException e) {
            LOG.debug("Session {} is not unpacked early", session.id(), e);
        } finally {
            synchronized (this) {
                result = ended;
                notifyAll();
            }
        }
    }

    private Result unpack() throws IOException, SourceException, InterruptedException {
        Staging staging = means.stage(session);
        boolean kept = false;
        try (InputStream in = means.open(session, this)) {
            IncomingFiles files = new IncomingFiles(staging, () -> {});
            kept = means.unpacking(session).unpackTar(in, files);
            return kept ? new Result(Optional.of(files), Optional.empty()) : Result.GIVEN_UP;
        } catch (DockException refusal) {
            // A full disk may have room again when the job unpacks.
            return refusal.problem().isOfContent()
                    ? new Result(Optional.empty(), Optional.of(refusal))
                    : Result.GIVEN_UP;
        } finally {
            if (!kept) {
                close(staging);
            }
        }
    }

    private void close(Staging staging) {
        try {
            staging.close();
        } catch (IOException e) {
            LOG.error("What was unpacked early of session {} could not be removed", session.id(), e);
        }
    }
}
