package dev.modeldock.blobs;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The room on the disk, promised before it is used: what was accepted cannot be overcommitted by what comes beside it.
 * The quota counts the bytes of blobs and of staging.
 */
public final class Space {
    private final FileStore disk;
    private final long quota;
    private final long keepFree;
    private long reserved;
    private long used;

    /**
     * Look at the disk below a directory.
     *
     * @param quota most bytes that the dock may use, or 0 for as many as there are
     * @param keepFree bytes that always stay free for others
     */
    public Space(Path directory, long quota, long keepFree) {
        try {
            disk = Files.getFileStore(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.quota = quota;
        this.keepFree = keepFree;
    }

    /**
     * Promise room for bytes that will be written.
     *
     * @throws DockException {@code INSUFFICIENT_STORAGE} with the bytes needed, free and reserved
     */
    public Reservation reserve(long bytes) {
        Reservation reservation = new Reservation();
        reservation.extend(bytes);
        return reservation;
    }

    /** Promise room for so many bytes, or for as many as can be had. */
    public synchronized Reservation reserveAtMost(long bytes) {
        return reserve(Math.max(0, Math.min(bytes, available())));
    }

    /** Bytes that could still be promised. */
    public synchronized long available() {
        long inQuota = quota == 0 ? Long.MAX_VALUE : quota - used - reserved;
        return Math.max(0, Math.min(onDisk(), inQuota));
    }

    /** Bytes of the disk that nobody was promised and that need not stay free, whatever the quota says. */
    public synchronized long onDisk() {
        return Math.max(0, usable() - keepFree - reserved);
    }

    /** Bytes that are free on the disk, promised or not. */
    public long free() {
        return usable();
    }

    /** Bytes that are promised and not used yet. */
    public synchronized long reserved() {
        return reserved;
    }

    /** Most bytes that the dock may use; 0 for no limit. */
    public long quota() {
        return quota;
    }

    /** Bytes that blobs and staging take. */
    public synchronized long used() {
        return used;
    }

    /** Count bytes that were found at the start. */
    public synchronized void found(long bytes) {
        used += bytes;
    }

    /** Count bytes that were deleted. */
    public synchronized void freed(long bytes) {
        used = Math.max(0, used - bytes);
    }

    private long usable() {
        try {
            return disk.getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A promise of room; closing it gives back what was not used of it. */
    public final class Reservation implements AutoCloseable {
        private long left;
        private long beyond;
        private boolean closed;

        private Reservation() {}

        /** Promise more. */
        public void extend(long bytes) {
            synchronized (Space.this) {
                long available = available();
                if (bytes > available) {
                    throw new DockException(
                            Problem.INSUFFICIENT_STORAGE,
                            "There is no room for this: " + bytes + " bytes are needed and " + available
                                    + " can be had (" + usable() + " free on the disk, " + reserved
                                    + " reserved for work under way). Delete models, or give the dock more room.",
                            Map.of("needed", bytes, "available", available, "free", usable(), "reserved", reserved));
                }
                reserved += bytes;
                left += bytes;
            }
        }

        /** Hand a part of what is still promised to a promise of its own. */
        public Reservation split(long bytes) {
            synchronized (Space.this) {
                if (bytes > left) {
                    throw new IllegalArgumentException("Only " + left + " of " + bytes + " bytes are left to split");
                }
                Reservation part = new Reservation();
                part.left = bytes;
                left -= bytes;
                return part;
            }
        }

        /** Turn promised room into used room, or take it anew where the promise was too small. */
        public void use(long bytes) {
            synchronized (Space.this) {
                if (bytes > left) {
                    long missing = bytes - left;
                    extend(missing);
                    beyond += missing;
                }
                left -= bytes;
                reserved -= bytes;
                used += bytes;
            }
        }

        /** Take back what was used and is deleted again: it stays promised, as far as it was promised before. */
        public void restore(long bytes) {
            synchronized (Space.this) {
                freed(bytes);
                long notPromised = Math.min(beyond, bytes);
                beyond -= notPromised;
                if (!closed) {
                    left += bytes - notPromised;
                    reserved += bytes - notPromised;
                }
            }
        }

        @Override
        public void close() {
            synchronized (Space.this) {
                reserved -= left;
                left = 0;
                closed = true;
            }
        }
    }
}
