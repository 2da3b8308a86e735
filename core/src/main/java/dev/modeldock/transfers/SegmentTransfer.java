package dev.modeldock.transfers;

import dev.modeldock.spi.Part;
import dev.modeldock.spi.RemoteContent;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
    private final Pace pace = new Pace();
    private int tries;

    SegmentTransfer(FileTransfer transfer, Segment segment, StallWatch.Watch watch) {
        this.transfer = transfer;
        this.file = transfer.file();
        this.segment = segment;
        this.watch = watch;
        this.pull = transfer.pull();
    }

    /** Return when the segment is complete, or the file begins anew. */
    void run() throws SourceException, InterruptedException {
        while (!segment.isComplete() && !transfer.isCollapsing()) {
            long before = segment.reached();
            pull.pace().await();
            pace.await();
            try {
                copy();
            } catch (SourceException no) {
                count(before);
                waitAfter(no);
            } catch (IOException cut) {
                if (pull.hasFailed()) {
                    throw new InterruptedException("Another failure stops this file");
                }
                count(before);
                waitAfter(cut);
            }
        }
    }

    /** Tries are counted as long as they bring nothing. */
    private void count(long before) {
        tries = segment.reached() > before ? 1 : tries + 1;
    }

    private void waitAfter(SourceException no) throws SourceException, InterruptedException {
        boolean limited = no.reason() == Reason.RATE_LIMITED;
        if (!limited && no.reason() != Reason.UNREACHABLE) {
            throw no;
        }
        Duration wait = no.retryAfter().orElseGet(() -> Pace.backOff(tries + (limited ? LIMITED : 0)));
        TransferLimits limits = pull.transfers().limits();
        if (tries >= limits.tries() || wait.compareTo(limits.longestWait()) > 0) {
            throw no;
        }
        LOG.info("{} is asked for again in {} ms: {}", file.path(), wait.toMillis(), no.getMessage());
        pull.pace().hold(wait);
    }

    private void waitAfter(IOException cut) throws SourceException, InterruptedException {
        if (tries >= pull.transfers().limits().tries()) {
            throw new SourceException(
                    cut instanceof EOFException ? Reason.BROKEN : Reason.UNREACHABLE,
                    "\"" + file.path() + "\" broke off " + tries + " times in a row at byte " + segment.reached()
                            + (file.size() == RemoteFile.UNKNOWN ? "" : " of " + file.size())
                            + ". Try again when its place, or the way there, is better.",
                    cut);
        }
        LOG.info("{} broke off at byte {} and is resumed", file.path(), segment.reached(), cut);
        pace.hold(Pace.backOff(tries));
    }

    private void copy() throws SourceException, IOException, InterruptedException {
        try {
            Part part = part();
            watch.waits();
            RemoteContent content = pull.opener().open(file, part);
            try (InputStream in = content.stream()) {
                watch.reads(in);
                if (goesOn(part, content)) {
                    copy(in);
                } else {
                    transfer.collapse();
                }
            }
        } catch (IOException | InterruptedException | SourceException | RuntimeException e) {
            if (watch.takeStall()) {
                throw new IOException(
                        "Its place was silent for "
                                + pull.transfers().limits().stall().toSeconds() + " s",
                        e);
            }
            throw e;
        } finally {
            watch.reads(null);
            watch.works();
        }
    }

    private Part part() {
        boolean toTheEnd = segment.isOpen() || segment.to() == file.size();
        return new Part(
                segment.reached(),
                toTheEnd ? RemoteFile.UNKNOWN : segment.to(),
                transfer.partial().validator());
    }

    /** Whether what comes belongs behind what is here. */
    private boolean goesOn(Part part, RemoteContent content) throws IOException {
        boolean sameBytes = part.validator().isEmpty()
                || content.validator().isEmpty()
                || part.validator().equals(content.validator());
        boolean goesOn = content.offset() == part.offset() && (sameBytes || part.offset() == 0 && !transfer.hasBytes());
        if (goesOn && !content.validator().isEmpty()) {
            transfer.partial().validator(content.validator());
        }
        return goesOn;
    }

    private void copy(InputStream in) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        Bandwidth bandwidth = pull.transfers().bandwidth();
        try (PartialFile.Writer writer = transfer.partial().writer(segment)) {
            while (!segment.isComplete() && !transfer.isCollapsing()) {
                int most = (int) Math.min(bandwidth.step(), segment.to() - segment.reached());
                watch.waits();
                int count = in.read(buffer, 0, most);
                watch.works();
                if (count < 0) {
                    end();
                    return;
                }
                bandwidth.take(count);
                pull.target().moved(count);
                write(writer, buffer, count);
            }
        }
    }

    /** What fails here is our disk: no reason to ask the place again. */
    private static void write(PartialFile.Writer writer, byte[] bytes, int count) {
        try {
            writer.write(bytes, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() throws EOFException {
        if (!segment.isOpen()) {
            throw new EOFException("It ended at byte " + segment.reached() + " of " + file.size());
        }
        segment.endHere();
    }
}
