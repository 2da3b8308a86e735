package dev.modeldock.transfers;

import dev.modeldock.spi.Part;
import dev.modeldock.spi.RemoteContent;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one segment of a file, asking again for what can pass, always from the bytes that are here. */
final class SegmentTransfer {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentTransfer.class);
    private static final int BUFFER = 256 * 1024;
    /** A place that limits without telling for how long is left alone longer than one that broke off. */
    private static final int LIMITED = 3;

    private final FileTransfer transfer;
    private final RemoteFile file;
    private final Segment segment;
    private final StallWatch.Watch watch;
    private final Pull pull;
    private final Pace pace;
    private int tries;

    SegmentTransfer(FileTransfer transfer, Segment segment, StallWatch.Watch watch) {
        this.transfer = transfer;
        this.file = transfer.file();
        this.segment = segment;
        this.watch = watch;
        this.pull = transfer.pull();
        this.pace = new Pace(pull.transfers().firstWait());
    }

    /** Return when the segment is complete, or the file begins anew. */
    void run() throws SourceException, InterruptedException {
        while (!segment.isComplete() && !transfer.isCollapsing()) {
            long before = segment.reached();
            long allBefore = pull.moved();
            // Not left to the interrupt alone: foreign code may have swallowed it.
            pull.requireGoing();
            pull.pace().await();
            pace.await();
            try {
                copy();
            } catch (SourceException no) {
                pull.requireGoing();
                // A place that limits us lets some through, not always this one: what counts is that it goes on at all.
                boolean limited = no.reason() == Reason.RATE_LIMITED;
                count(limited ? pull.moved() > allBefore : segment.reached() > before);
                waitAfter(no);
            } catch (IOException cut) {
                pull.requireGoing();
                if (!segment.isComplete()) {
                    count(segment.reached() > before);
                    waitAfter(cut);
                }
            }
        }
    }

    /** Tries are counted as long as they bring nothing. */
    private void count(boolean progress) {
        tries = progress ? 1 : tries + 1;
    }

    private void waitAfter(SourceException no) throws SourceException {
        boolean limited = no.reason() == Reason.RATE_LIMITED;
        if (!limited && no.reason() != Reason.UNREACHABLE) {
            throw no;
        }
        Duration wait = no.retryAfter().orElseGet(() -> pace.backOff(tries + (limited ? LIMITED : 0)));
        TransferLimits limits = pull.transfers().limits();
        if (tries >= limits.tries() || wait.compareTo(limits.longestWait()) > 0) {
            throw no;
        }
        LOG.info("{} is asked for again in {} ms: {}", file.path(), wait.toMillis(), no.getMessage());
        pull.pace().hold(wait);
    }

    private void waitAfter(IOException cut) throws SourceException {
        if (tries >= pull.transfers().limits().tries()) {
            throw new SourceException(
                    cut instanceof EOFException ? Reason.BROKEN : Reason.UNREACHABLE,
                    "\"" + file.path() + "\" broke off " + tries + " times in a row at byte " + segment.reached()
                            + (file.size() == RemoteFile.UNKNOWN ? "" : " of " + file.size())
                            + ". Try again when its place, or the way there, is better.",
                    cut);
        }
        LOG.info("{} broke off at byte {} and is resumed: {}", file.path(), segment.reached(), cut.getMessage());
        pace.hold(pace.backOff(tries));
    }

    private void copy() throws SourceException, IOException, InterruptedException {
        try {
            openAndCopy();
        } catch (IOException | InterruptedException | SourceException e) {
            if (watch.hasStalled()) {
                throw new IOException(
                        "Its place was silent for "
                                + pull.transfers().limits().stall().toMillis() / 1000.0 + " s",
                        e);
            }
            throw e;
        } finally {
            watch.rests();
        }
    }

    private void openAndCopy() throws SourceException, IOException, InterruptedException {
        Part part = part();
        watch.waits();
        RemoteContent content = pull.opener().open(file, part);
        try (InputStream in = content.stream()) {
            watch.reads(in);
            if (content.offset() == part.offset() && transfer.partial().agrees(part.offset(), content.validator())) {
                copy(in);
            } else {
                transfer.collapse();
            }
        }
    }

    private Part part() {
        return new Part(
                segment.reached(),
                isLast() ? RemoteFile.UNKNOWN : segment.to(),
                transfer.partial().validator());
    }

    private boolean isLast() {
        return segment.isOpen() || segment.to() == file.size();
    }

    private void copy(InputStream in) throws SourceException, IOException, InterruptedException {
        byte[] buffer = new byte[(int) Math.min(BUFFER, segment.to() - segment.reached())];
        Bandwidth bandwidth = pull.transfers().bandwidth();
        try (SegmentWriter writer = new SegmentWriter(transfer.partial(), segment)) {
            while (!segment.isComplete() && !transfer.isCollapsing()) {
                int most = (int) Math.min(bandwidth.step(), segment.to() - segment.reached());
                int count = read(in, buffer, Math.min(most, buffer.length));
                if (count < 0) {
                    end();
                    return;
                }
                pull.requireMine();
                writer.write(buffer, count);
                pull.moved(count);
                bandwidth.take(count);
                pull.requireGoing();
            }
        }
        if (isLast() && segment.isComplete() && read(in, buffer, 1) > 0) {
            transfer.endings().late();
        }
    }

    private int read(InputStream in, byte[] buffer, int most) throws IOException {
        watch.waits();
        int count = in.read(buffer, 0, most);
        watch.works();
        return count;
    }

    private void end() throws SourceException, EOFException {
        if (!segment.isOpen()) {
            transfer.endings().early(segment.reached());
            throw new EOFException("It ended at byte " + segment.reached() + " of " + file.size());
        }
        segment.endHere();
    }
}
