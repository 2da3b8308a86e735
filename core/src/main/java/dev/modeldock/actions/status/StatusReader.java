package dev.modeldock.actions.status;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Follows the {@code status.json} of one job from the byte it has reached, and tells the result so far. A file that was
 * replaced or cut is read from its start again.
 *
 * <p>What was read is not kept over a restart of the dock: the file is the truth and is read again, which takes
 * moments. Notes beside it would be a second truth, which may speak of a file that is no longer there. Until
 * {@link #isCaughtUp()}, the result that was known before the restart is the better one to show.
 *
 * <p>For one thread at a time. Memory is bounded by some tens of megabytes, whatever is in the file.
 */
public final class StatusReader {
    private final Path results;
    private final String network;
    private final StatusPlace place;
    private GrowingFile file;
    private StatusLines lines;
    private boolean caughtUp;

    /**
     * Nothing is read yet, and nothing need be there.
     *
     * @param results where the action writes; it may be missing
     * @param network the architecture of the model, of which some have habits of their own; empty for a dataset
     */
    public StatusReader(Path results, String network) {
        this.results = results;
        this.network = network;
        this.place = new StatusPlace(results);
        this.lines = new StatusLines(network);
    }

    /**
     * Read on, at most 16 MiB, and tell what is known by now.
     *
     * @throws IOException when the directory or a file in it is there and cannot be read
     */
    public Result read() throws IOException {
        Optional<Path> found = place.find();
        if (found.isPresent()) {
            if (file == null || !file.path().equals(found.get()) || !file.isSame()) {
                begin(found.get());
            }
            caughtUp = file.read(this::accept);
        } else {
            caughtUp = true;
        }
        return result();
    }

    /** How long the file is now; 0 when there is none. */
    public long size() throws IOException {
        Optional<Path> found = place.find();
        return found.isPresent() ? Files.size(found.get()) : 0;
    }

    /** Whether the last call has read all there was. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    /**
     * Read all that is left, of an action that has ended: a last line that nobody ended counts too. Of a file that
     * grows nevertheless, what was there at the start is read.
     *
     * @throws InterruptedException when the thread was asked to stop while there was something to read
     */
    public Result finish() throws IOException, InterruptedException {
        try {
            read();
            long stop = file == null ? 0 : file.size();
            while (!caughtUp && file.reached() < stop) {
                read();
            }
        } catch (ClosedByInterruptException e) {
            throw stopped(e);
        }
        if (file != null) {
            file.end(this::accept);
        }
        return result();
    }

    private static InterruptedException stopped(ClosedByInterruptException cause) {
        Thread.interrupted();
        InterruptedException stopped = new InterruptedException("Asked to stop");
        stopped.initCause(cause);
        return stopped;
    }

    private void begin(Path path) {
        file = new GrowingFile(path);
        lines = new StatusLines(network);
    }

    private void accept(byte[] line) {
        StatusLine.read(line).ifPresent(lines::accept);
    }

    private Result result() throws IOException {
        return lines.result().with(AutoMlFile.read(results));
    }
}
