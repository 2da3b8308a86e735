package dev.modeldock.transfers;

import dev.modeldock.spi.FileSink.Opener;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.function.LongConsumer;

/**
 * Fetches remote files for imports: several at once and large ones in parts, resumed from the bytes on the disk, hashed on
 * their way, within the bandwidth, and only once where two want the same content.
 */
public final class Transfers implements AutoCloseable {
    /** The parts of a large file; each is a request, and often a redirect, of its own. */
    private static final long SEGMENT = 64L << 20;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    private final TransferLimits limits;
    private final Steps steps;
    private final Bandwidth bandwidth;
    private final StallWatch stalls;
    private final Flights flights = new Flights();

    /** @param bytesPerSecond what all transfers together may bring, or 0 for no limit */
    public Transfers(TransferLimits limits, long bytesPerSecond) {
        this(limits, bytesPerSecond, new Steps(SEGMENT, FIRST_WAIT));
    }

    Transfers(TransferLimits limits, long bytesPerSecond, Steps steps) {
        this.limits = limits;
        this.steps = steps;
        this.bandwidth = new Bandwidth(bytesPerSecond);
        this.stalls = new StallWatch(limits.stall());
    }

    /**
     * The sizes of steps that nobody needs to set.
     *
     * @param segmentBytes of the parts of a large file, at least
     * @param firstWait the longest wait after the first failure in a row
     */
    record Steps(long segmentBytes, Duration firstWait) {}

    /** What all transfers together may bring; may be changed while they run. */
    public Bandwidth bandwidth() {
        return bandwidth;
    }

    /**
     * Fetch files; returns when all have arrived, and ends soon after the thread is interrupted, with all that has come
     * kept for the next time.
     *
     * @param connections at most so many at once
     * @throws SourceException when the place says no for good, or did not answer however often it was asked
     * @throws dev.modeldock.problems.DockException {@code CHECKSUM_MISMATCH} for bytes that are not what was promised, and
     *     whatever the target throws
     */
    public void fetch(Collection<RemoteFile> files, Opener opener, Target target, int connections)
            throws SourceException, IOException, InterruptedException {
        new Pull(this, opener, target, connections).run(files);
    }

    /** A stream held to the bandwidth; {@code count} is told the bytes of each step and may throw to stop. */
    public InputStream metered(InputStream in, LongConsumer count) {
        return new MeteredStream(in, bandwidth, count);
    }

    TransferLimits limits() {
        return limits;
    }

    long segmentBytes() {
        return steps.segmentBytes();
    }

    Duration firstWait() {
        return steps.firstWait();
    }

    StallWatch stalls() {
        return stalls;
    }

    Flights flights() {
        return flights;
    }

    @Override
    public void close() {
        stalls.close();
    }
}
