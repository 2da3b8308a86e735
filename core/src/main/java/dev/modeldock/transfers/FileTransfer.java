package dev.modeldock.transfers;

import dev.modeldock.blobs.Blob;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of a pull. The thread that begins it takes up what is there of it; if it has several segments, others help. The
 * last one to end a segment checks the whole. Nothing of the pull is called with this object's lock held.
 */
final class FileTransfer {
    private static final Logger LOG = LoggerFactory.getLogger(FileTransfer.class);

    private final Pull pull;
    private final RemoteFile file;
    private final Expected expected;
    private final Deque<Segment> free = new ArrayDeque<>();
    private final Endings endings;
    private PartialFile partial;
    private int hands;
    private boolean collapsing;
    private boolean over;

    FileTransfer(Pull pull, RemoteFile file) {
        this.pull = pull;
        this.file = file;
        this.expected = new Expected(file);
        this.endings = new Endings(file);
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

    Endings endings() {
        return endings;
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
                fetchAll(watch);
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
            Flights.Flight flight = pull.transfers().flights().board(key, pull);
            if (flight.isMine()) {
                fly(watch, flight);
                return;
            }
            Optional<Flights.Landed> landed = flight.await();
            if (landed.isPresent() && pull.target().wanted(file)) {
                if (share(landed.get())) {
                    return;
                }
                flight.forget();
            }
        }
    }

    private void fly(StallWatch.Watch watch, Flights.Flight flight)
            throws SourceException, IOException, InterruptedException {
        Flights.Landed landed = null;
        try {
            // One that had landed just before this boarded may have brought it.
            if (pull.target().wanted(file)) {
                landed = fetchAll(watch);
            }
        } finally {
            flight.end(landed);
        }
    }

    /** Take bytes that another transfer has just brought and checked; false when they are no longer there, or others. */
    private boolean share(Flights.Landed landed) throws IOException, InterruptedException {
        if (!expected.isMetBy(landed.blob())) {
            return false;
        }
        PartialFile.remove(pull.target(), file);
        Path place = pull.target().place(file);
        Files.createDirectories(place.getParent());
        pull.target().takes(landed.blob().size());
        // Its import may be publishing it by now: then it has just moved from the one place to the other.
        if (!link(place, landed.place()) && !link(place, pull.target().home(landed.blob()))) {
            pull.target().frees(landed.blob().size());
            return false;
        }
        pull.target().shared(landed.blob().size());
        pull.target().arrived(file, place, landed.blob());
        return true;
    }

    private boolean link(Path place, Path bytes) {
        try {
            Files.createLink(place, bytes);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("{} cannot be shared from there", file.path(), e);
            return false;
        }
    }

    private Flights.Landed fetchAll(StallWatch.Watch watch) throws SourceException, IOException, InterruptedException {
        partial = new PartialFile(pull.target(), file, pull.cutting().segmentBytes(file));
        pull.target().found(partial.reached());
        pull.target().grows(file, partial);
        Blob blob = fetchChecked(watch);
        pull.target().arrived(file, partial.place(), blob);
        return new Flights.Landed(partial.place(), blob);
    }

    private Blob fetchChecked(StallWatch.Watch watch) throws SourceException, IOException, InterruptedException {
        boolean other = false;
        for (int restarts = 0; ; restarts++) {
            offerSegments();
            fetchSegments(watch);
            if (awaitHands()) {
                refuseEndless(restarts);
                pull.target().dropped(partial.reached());
            } else {
                Blob blob = partial.finish();
                if (expected.isMetBy(blob) && (partial.isVerifiable() || !endings.wentOn())) {
                    return blob;
                }
                pull.target().dropped(partial.reached());
                if (other) {
                    partial.remove();
                    throw expected.mismatch(blob);
                }
                LOG.warn("{} came with other bytes than were promised; it is fetched once more", file.path());
                other = true;
            }
            partial.restart();
            endings.forgetMore();
        }
    }

    private void offerSegments() {
        boolean many;
        synchronized (this) {
            collapsing = false;
            free.clear();
            partial.segments().stream().filter(segment -> !segment.isComplete()).forEach(free::add);
            many = free.size() > 1;
        }
        if (many) {
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
    private boolean awaitHands() throws InterruptedException {
        boolean anew;
        synchronized (this) {
            while (hands > 0 && !pull.hasFailed()) {
                wait();
            }
            anew = collapsing;
        }
        pull.requireGoing();
        return anew;
    }

    /** What has come is of no use: the place gives the file from its start only, or has another one by now. */
    synchronized void collapse() {
        if (!collapsing) {
            LOG.info("{} begins anew: its place does not go on where it broke off", file.path());
            collapsing = true;
        }
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
}
