package dev.modeldock.transfers;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;

/**
 * Writes the bytes of one connection into a segment. What fails here is our disk, which is no reason to ask the remote
 * place again: it is thrown unchecked, so that nobody takes it for the network's.
 */
final class SegmentWriter implements AutoCloseable {
    /** So much may be lost in a power failure of what no hash can prove; forced to the disk before it is noted. */
    private static final long UNFORCED = 8 << 20;

    private final PartialFile file;
    private final Segment segment;
    private final RandomAccessFile data;
    private final RandomAccessFile marks;
    private long unforced;

    SegmentWriter(PartialFile file, Segment segment) {
        this.file = file;
        this.segment = segment;
        RandomAccessFile opened = null;
        try {
            opened = new RandomAccessFile(file.place().toFile(), "rw");
            opened.seek(segment.reached());
            this.marks = file.notes().exist() ? file.notes().open() : null;
            this.data = opened;
        } catch (IOException e) {
            throw new UncheckedIOException(closed(opened, e));
        }
    }

    private static IOException closed(RandomAccessFile opened, IOException failure) {
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }

    /** Append to the segment. Throws what the target throws when there is no room. */
    void write(byte[] bytes, int count) {
        long at = segment.reached();
        file.extent().reach(at + count);
        try {
            append(bytes, count);
            segment.reach(at + count);
            unforced += count;
            if (file.isVerifiable() || unforced >= UNFORCED) {
                mark();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file.hashed(at, bytes, count);
    }

    private void append(byte[] bytes, int count) throws IOException {
        boolean written = false;
        try {
            data.write(bytes, 0, count);
            written = true;
        } finally {
            if (!written) {
                file.extent().correct();
            }
        }
    }

    private void mark() throws IOException {
        if (marks != null) {
            if (!file.isVerifiable()) {
                data.getFD().sync();
            }
            file.notes().mark(marks, segment);
        }
        unforced = 0;
    }

    @Override
    public void close() {
        try {
            if (unforced > 0) {
                mark();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            closeFiles();
        }
    }

    private void closeFiles() {
        try {
            data.close();
            if (marks != null) {
                marks.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
