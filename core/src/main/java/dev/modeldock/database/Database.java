package dev.modeldock.database;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The dock's one SQLite file. One writer at a time behind a fair lock, a few readers beside it: SQLite allows no more,
 * and connections kept open answer in microseconds. Another process, such as the command line, may have it open too.
 */
public final class Database implements AutoCloseable {
    private static final int READERS = 4;
    private static final long READER_WAIT_SECONDS = 30;
    /** Rows of blobs go in at random places, as hashes do: what does not fit in here is read and written many times. */
    private static final String WRITER_CACHE = "pragma cache_size = -16384";

    private final Handle writer;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final BlockingQueue<Handle> readers = new ArrayBlockingQueue<>(READERS);
    private final List<Handle> all = new ArrayList<>();
    private Watch watch;
    /** What is to be told once the transaction is true; only for who holds {@link #writing}. */
    private final List<Runnable> told = new ArrayList<>();

    private final Path file;
    private final LongAdder writes = new LongAdder();
    private final LongAdder waitNanos = new LongAdder();
    private final LongAdder writeNanos = new LongAdder();

    /**
     * What was written since the start, and how large the file is now.
     *
     * @param walBytes of the write-ahead log beside the file
     * @param waited for the turn to write, in all
     * @param written the time that the transactions took, in all
     */
    public record Use(long fileBytes, long walBytes, long writes, Duration waited, Duration written) {}

    private Database(Jdbi jdbi, Path file) {
        this.file = file;
        writer = jdbi.open();
        writer.execute(WRITER_CACHE);
        all.add(writer);
    }

    private void openReaders(Jdbi jdbi) {
        for (int i = 0; i < READERS; i++) {
            Handle reader = jdbi.open();
            all.add(reader);
            readers.add(reader);
        }
        Handle watcher = jdbi.open();
        all.add(watcher);
        watch = new Watch(watcher);
    }

    /** Open the file, make it when it is not there, and bring its schema up to date. */
    public static Database open(Path file) {
        return open(file, Migrations.all());
    }

    static Database open(Path file, Migrations migrations) {
        // FULL: a row that was acknowledged is there after a power cut too.
        Jdbi jdbi = Jdbi.create(
                "jdbc:sqlite:" + file.toAbsolutePath() + "?journal_mode=WAL&synchronous=FULL&busy_timeout=5000"
                        + "&foreign_keys=true&transaction_mode=IMMEDIATE");
        Database database = new Database(jdbi, file);
        try {
            migrations.apply(database.writer, file);
            database.openReaders(jdbi);
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Run in one write transaction. Inside another one on this thread it becomes part of that. Do no other I/O in it. */
    public <T> T write(Function<Handle, T> work) {
        if (writing.isHeldByCurrentThread()) {
            return work.apply(writer);
        }
        long asked = System.nanoTime();
        writing.lock();
        long begun = System.nanoTime();
        waitNanos.add(begun - asked);
        try {
            T result = writer.inTransaction(work::apply);
            writes.increment();
            writeNanos.add(System.nanoTime() - begun);
            // Still in turn: who hears of changes hears of them in the order in which they became true.
            told.forEach(Runnable::run);
            return result;
        } finally {
            told.clear();
            writing.unlock();
        }
    }

    public Use use() {
        return new Use(
                file.toFile().length(),
                new File(file + "-wal").length(),
                writes.sum(),
                Duration.ofNanos(waitNanos.sum()),
                Duration.ofNanos(writeNanos.sum()));
    }

    /** Let several stores write in one transaction: all of it becomes true, or nothing. */
    public <T> T together(Supplier<T> work) {
        return write(handle -> work.get());
    }

    /**
     * Tell of what is written in this thread's transaction, once that is true; never, when it comes to nothing. Outside of
     * a transaction, at once. To tell must be quick, must not fail, and must not ask for the database.
     */
    public void afterCommit(Runnable tell) {
        if (writing.isHeldByCurrentThread()) {
            told.add(tell);
        } else {
            tell.run();
        }
    }

    /** Run read-only work; inside a write transaction of this thread it sees what was written so far. */
    public <T> T read(Function<Handle, T> work) {
        if (writing.isHeldByCurrentThread()) {
            return work.apply(writer);
        }
        Handle reader = takeReader();
        try {
            return work.apply(reader);
        } finally {
            readers.add(reader);
        }
    }

    /**
     * A number for the present state. As long as it is the same, nothing was written by anybody, other processes included:
     * what was read after it was asked for is what would be read now. Costs a few microseconds.
     */
    public long state() {
        return watch.state();
    }

    /** Waits even when the thread is interrupted: who was asked to stop must still be able to tidy up. */
    private Handle takeReader() {
        boolean interrupted = Thread.interrupted();
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READER_WAIT_SECONDS);
            while (System.nanoTime() < deadline) {
                try {
                    Handle reader = readers.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    if (reader != null) {
                        return reader;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            throw new DockException(Problem.RATE_LIMITED, "The dock is too busy to answer now. Try again shortly.");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        writing.lock();
        try {
            all.forEach(Handle::close);
        } finally {
            writing.unlock();
        }
    }
}
