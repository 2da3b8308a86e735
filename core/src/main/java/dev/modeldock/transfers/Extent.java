package dev.modeldock.transfers;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long a partial file is on the disk, told to its target before it grows and after it is gone. */
final class Extent {
    private final Path place;
    private final Target target;
    private long bytes;

    Extent(Path place, Target target) throws IOException {
        this.place = place;
        this.target = target;
        this.bytes = Files.exists(place) ? Files.size(place) : 0;
    }

    /** The length that is counted. */
    synchronized long bytes() {
        return bytes;
    }

    /** The file is about to reach to {@code end}; nothing happens when it does already. Throws when there is no room. */
    synchronized void reach(long end) {
        if (end > bytes) {
            target.takes(end - bytes);
            bytes = end;
        }
    }

    /** Make the file reach to {@code end}, with zeros where nothing was written yet. Throws when there is no room. */
    synchronized void stretch(long end) throws IOException {
        reach(end);
        try (RandomAccessFile data = new RandomAccessFile(place.toFile(), "rw")) {
            data.setLength(end);
        } finally {
            correct();
        }
    }

    /** Count what is really there, after a write that failed. */
    synchronized void correct() throws IOException {
        long real = Files.exists(place) ? Files.size(place) : 0;
        if (real < bytes) {
            target.frees(bytes - real);
            bytes = real;
        }
    }

    /** Delete the file. */
    synchronized void remove() throws IOException {
        Files.deleteIfExists(place);
        if (bytes > 0) {
            target.frees(bytes);
            bytes = 0;
        }
    }
}
