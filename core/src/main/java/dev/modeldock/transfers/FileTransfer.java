package dev.modeldock.transfers;

import dev.modeldock.blobs.Blob;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of a pull. The thread that begins it takes up what is there of it; if it has several segments, others help. The
 * last one to end a segment checks the whole.
 */
final class FileTransfer {
    private static final Logger LOG = LoggerFactory.getLogger(FileTransfer.class);

    private final Pull pull;
    private final RemoteFile file;
    private final Deque<Segment> free = new ArrayDeque<>();
    private PartialFile partial;
    private int hands;
    private boolean collapsing;
    private boolean over;

    FileTransfer(Pull pull, RemoteFile file) {
        this.pull = pull;
        this.file = file;
    }

    RemoteFile file() {
        return file;
    }

    Pull pull() {
        return pull;
    }

    PartialFile partial() {
        return partial;
    }

    /** Whether any byte of it is here. */
    boolean hasBytes() {
        return partial.reached() > 0;
    }

    /** Whether one more thread could fetch a part of it. */
    synchronized boolean needsHands() {
        return !collapsing && !free.isEmpty();
    }

    synchronized boolean isOver() {
        return over;
    }

    /** Fetch it, with whoever comes to help. For the thread that begins it. */
    void begin(StallWatch.Watch watch) throws SourceException, IOException, InterruptedException {
        try {
            Optional<String> key = Flights.key(file);
            if (key.isPresent()) {
                fetchOnce(watch, key.get());
            } else if (pull.target().wanted(file)) {
                fetchAll(watch, null);
            }
        } finally {
            synchronized (this) {
                over = true;
                free.clear();
            }
        }
    }

    /** Fetch some of its segments, for a thread that has nothing else to do. */
    void help(StallWatch.Watch watch) throws SourceException, IOException, InterruptedException {
        synchronized (this) {
            hands++;
        }
        try {
            fetchSegments(watch);
        } finally {
            synchronized (this) {
                hands--;
                notifyAll();
            }
        }
    }

    /** Fetch it, unless somebody else does: then wait for what comes of that. */
    private void fetchOnce(StallWatch.Watch watch, String key)
            throws SourceException, IOException, InterruptedException {
        while (pull.target().wanted(file)) {
            Flights.Flight flight = pull.transfers().flights().board(key);
            if (flight.isMine()) {
                fetchAll(watch, flight);
                return;
            }
            Optional<Flights.Landed> landed = flight.await();
            if (landed.isPresent() && pull.target().wanted(file) && share(landed.get())) {
                return;
            }
        }
    }

    /** Take bytes that another transfer has just brought and checked; false when they have moved on meanwhile. */
    private boolean share(Flights.Landed landed) throws IOException, InterruptedException {
        Path place = pull.target().place(file);
        try {
            Files.createDirectories(place.getParent());
            Files.deleteIfExists(place);
            Files.createLink(place, landed.place());
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("{} is fetched again: what was brought cannot be shared", file.path(), e);
            return false;
        }
        pull.target().shared(landed.blob().size());
        pull.target().arrived(file, place, landed.blob());
        return true;
    }

    private void fetchAll(StallWatch.Watch watch, Flights.Flight flight)
            throws SourceException, IOException, InterruptedException {
        Flights.Landed landed = null;
        try {
            partial = new PartialFile(pull.target().place(file), file, pull.segmentBytes(file));
            pull.target().found(partial.reached());
            Blob blob = fetchChecked(watch);
            Path place = pull.target().place(file);
            landed = new Flights.Landed(place, blob);
            pull.target().arrived(file, place, blob);
        } finally {
            if (flight != null) {
                flight.end(landed);
            }
        }
    }

    private Blob fetchChecked(StallWatch.Watch watch) throws SourceException, IOException, InterruptedException {
        boolean other = false;
        for (int restarts = 0; ; restarts++) {
            offerSegments();
            fetchSegments(watch);
            if (awaitHands()) {
                refuseEndless(restarts);
            } else {
                Blob blob = partial.finish();
                if (isPromised(blob)) {
                    return blob;
                }
                if (other) {
                    throw mismatch(blob);
                }
                LOG.warn("{} came with other bytes than were promised; it is fetched once more", file.path());
                other = true;
            }
            pull.target().dropped(partial.reached());
            partial.restart();
        }
    }

    private synchronized void offerSegments() {
        collapsing = false;
        free.clear();
        partial.segments().stream().filter(segment -> !segment.isComplete()).forEach(free::add);
        if (free.size() > 1) {
            pull.callForHands();
        }
    }

    private void fetchSegments(StallWatch.Watch watch) throws SourceException, IOException, InterruptedException {
        for (Segment segment; (segment = claim()) != null; ) {
            new SegmentTransfer(this, segment, watch).run();
            partial.catchUp();
        }
    }

    private synchronized Segment claim() {
        return collapsing || pull.hasFailed() ? null : free.poll();
    }

    /** Wait until the helpers have left; tells whether the file has to begin anew. */
    private synchronized boolean awaitHands() throws InterruptedException {
        while (hands > 0 && !pull.hasFailed()) {
            wait();
        }
        if (pull.hasFailed()) {
            throw new InterruptedException("Another failure stops this file");
        }
        return collapsing;
    }

    /** What has come is of no use: the place gives the file from its start only, or has another one by now. */
    synchronized void collapse() {
        LOG.info("{} begins anew: its place does not go on where it broke off", file.path());
        collapsing = true;
    }

    synchronized boolean isCollapsing() {
        return collapsing;
    }

    private void refuseEndless(int restarts) throws SourceException {
        if (restarts >= pull.transfers().limits().tries()) {
            throw new SourceException(
                    SourceException.Reason.UNREACHABLE,
                    "\"" + file.path() + "\" broke off " + restarts
                            + " times, and its place gives it from the start only."
                            + " Try again when the connection is better.");
        }
    }

    private boolean isPromised(Blob blob) {
        return (file.size() == RemoteFile.UNKNOWN || file.size() == blob.size())
                && (file.sha256().isEmpty() || file.sha256().equals(blob.sha256()))
                && (file.gitSha1().isEmpty() || file.gitSha1().equals(blob.gitSha1()));
    }

    private DockException mismatch(Blob blob) throws IOException {
        Files.deleteIfExists(pull.target().place(file));
        String expected = file.sha256().isEmpty() ? "git SHA-1 " + file.gitSha1() : "SHA-256 " + file.sha256();
        String found = file.sha256().isEmpty() ? "git SHA-1 " + blob.gitSha1() : "SHA-256 " + blob.sha256();
        return new DockException(
                Problem.CHECKSUM_MISMATCH,
                "\"" + file.path() + "\" was promised with " + file.size() + " bytes, " + expected
                        + ", and came twice with " + blob.size() + " bytes, " + found
                        + ". Whoever keeps it has to put it right; import it again then.",
                Map.of("path", file.path(), "expected", expected, "found", found));
    }
}
