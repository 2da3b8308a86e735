package dev.modeldock.transfers;

import dev.modeldock.spi.RemoteFile;
import java.util.Collection;

/** Into what segments the files of a pull are cut: only large ones, and only where connections would be idle otherwise. */
final class Cutting {
    private static final long MOST_SEGMENTS = 1024;

    private final long least;
    private final boolean inParts;
    private final int connections;
    private final long large;

    /** @param least bytes of a segment, at least */
    Cutting(Collection<RemoteFile> files, long least, boolean inParts, int connections) {
        this.least = least;
        this.inParts = inParts;
        this.connections = connections;
        this.large = files.stream().filter(file -> !isSmall(file)).count();
    }

    boolean isSmall(RemoteFile file) {
        return file.size() < 2 * least;
    }

    /** How long the segments of a file are to be. */
    long segmentBytes(RemoteFile file) {
        boolean cut = inParts && !isSmall(file) && large < connections;
        return cut ? Math.max(least, file.size() / MOST_SEGMENTS) : Long.MAX_VALUE;
    }

    /** How many connections are of use for these files. */
    int hands(Collection<RemoteFile> files) {
        long segments = files.stream()
                .mapToLong(file -> Math.max(1, Math.min(connections, file.size() / segmentBytes(file))))
                .sum();
        return (int) Math.min(connections, segments);
    }
}
