package dev.modeldock.transfers;

import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.ContentHash;
import dev.modeldock.spi.RemoteFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file while it comes: one or more segments, each written from its start on, and hashed in their order as soon as all
 * before has come. What a former process left is taken up as far as it can be trusted.
 */
final class PartialFile {
    /** Below this it is not worth noting how far a file is. */
    private static final long NOTED_FROM = 1 << 20;

    private static final int BUFFER = 256 * 1024;

    private final Path place;
    private final RemoteFile file;
    private final PartialNotes notes;
    private List<Segment> segments = List.of();
    private String validator = "";
    private ContentHash hash;

    /**
     * Open what is there of the file, and hash it as far as it goes: before a remote place is asked, so that no
     * connection waits for this.
     *
     * @param segmentBytes how long its segments are to be, should it begin anew
     */
    PartialFile(Path place, RemoteFile file, long segmentBytes) throws IOException {
        this.place = place;
        this.file = file;
        this.notes = new PartialNotes(place);
        takeUp();
        if (segments.isEmpty()) {
            begin(segmentBytes);
        }
        hash = freshHash();
        catchUp();
    }

    private ContentHash freshHash() {
        return ContentHash.of(file.size(), !file.gitSha1().isEmpty());
    }

    private void takeUp() throws IOException {
        long length = Files.exists(place) ? Files.size(place) : 0;
        PartialNotes.Read read = notes.read(file.size());
        if (read != null && canBeTrusted(read) && fits(read.segments(), length)) {
            segments = read.segments();
            validator = read.validator();
        } else if (length > 0 && length == file.size()) {
            // Whole, perhaps: its hash will tell.
            segments = isVerifiable() ? List.of(new Segment(0, 0, length, length)) : List.of();
        }
    }

    private boolean canBeTrusted(PartialNotes.Read read) {
        return isVerifiable() || !read.validator().isEmpty();
    }

    private static boolean fits(List<Segment> read, long length) {
        long next = 0;
        for (Segment segment : read) {
            boolean sound = segment.from() == next && segment.reached() >= next && segment.to() >= segment.reached();
            boolean onDisk = segment.reached() == segment.from() || segment.reached() <= length;
            if (!sound || !onDisk) {
                return false;
            }
            next = segment.to();
        }
        return !read.isEmpty();
    }

    /** Whether its place tells a hash, so that whatever goes wrong is seen in the end. */
    private boolean isVerifiable() {
        return !file.sha256().isEmpty() || !file.gitSha1().isEmpty();
    }

    private void begin(long segmentBytes) throws IOException {
        Files.deleteIfExists(place);
        notes.delete();
        List<Segment> fresh = new ArrayList<>();
        long end = file.size() == RemoteFile.UNKNOWN ? Long.MAX_VALUE : file.size();
        for (long from = 0; from < end || fresh.isEmpty(); ) {
            long to = end - from <= segmentBytes ? end : from + segmentBytes;
            fresh.add(new Segment(fresh.size(), from, to, from));
            from = to;
        }
        segments = List.copyOf(fresh);
        Files.createDirectories(place.getParent());
        Files.createFile(place);
        if (file.size() == RemoteFile.UNKNOWN || file.size() >= NOTED_FROM) {
            notes.write(file.size(), validator, segments);
        }
    }

    /** Throw away what has come: the file is fetched from its start, by one connection. */
    synchronized void restart() throws IOException {
        validator = "";
        begin(Long.MAX_VALUE);
        hash = freshHash();
    }

    synchronized List<Segment> segments() {
        return segments;
    }

    /** Bytes that are here. */
    synchronized long reached() {
        return segments.stream()
                .mapToLong(segment -> segment.reached() - segment.from())
                .sum();
    }

    synchronized String validator() {
        return validator;
    }

    /** Note what tells these bytes from others. */
    synchronized void validator(String told) throws IOException {
        if (!told.equals(validator)) {
            validator = told;
            if (notes.exist()) {
                notes.write(file.size(), validator, segments);
            }
        }
    }

    /** Write into a segment; close it when its connection ends. */
    Writer writer(Segment segment) throws IOException {
        return new Writer(segment);
    }

    /** Bytes of one connection. */
    final class Writer implements AutoCloseable {
        /** So much may be lost in a power failure of what no hash can prove; forced to the disk before it is noted. */
        private static final long UNFORCED = 8 << 20;

        private final Segment segment;
        private final RandomAccessFile data;
        private final RandomAccessFile marks;
        private long unforced;

        Writer(Segment segment) throws IOException {
            this.segment = segment;
            this.data = new RandomAccessFile(place.toFile(), "rw");
            this.marks = notes.exist() ? notes.open() : null;
            data.seek(segment.reached());
        }

        /** Append to the segment. */
        void write(byte[] bytes, int count) throws IOException {
            long at = segment.reached();
            data.write(bytes, 0, count);
            segment.reach(at + count);
            unforced += count;
            if (isVerifiable() || unforced >= UNFORCED) {
                mark();
            }
            hashed(at, bytes, count);
        }

        private void mark() throws IOException {
            if (marks != null) {
                if (!isVerifiable()) {
                    data.getFD().sync();
                }
                notes.mark(marks, segment);
            }
            unforced = 0;
        }

        @Override
        public void close() throws IOException {
            try {
                mark();
            } finally {
                data.close();
                if (marks != null) {
                    marks.close();
                }
            }
        }
    }

    private synchronized void hashed(long at, byte[] bytes, int count) {
        if (at == hash.size()) {
            hash.update(bytes, 0, count);
        }
    }

    /** Hash what came out of order and has its predecessors by now. */
    synchronized void catchUp() throws IOException {
        long until = inOrder();
        if (hash.size() >= until) {
            return;
        }
        byte[] buffer = new byte[BUFFER];
        try (RandomAccessFile data = new RandomAccessFile(place.toFile(), "r")) {
            data.seek(hash.size());
            while (hash.size() < until) {
                int count = data.read(buffer, 0, (int) Math.min(buffer.length, until - hash.size()));
                if (count < 0) {
                    throw new IOException("A partial file ends before the bytes that were noted of it");
                }
                hash.update(buffer, 0, count);
            }
        }
    }

    /** Up to where all bytes are here. */
    private long inOrder() {
        for (Segment segment : segments) {
            if (!segment.isComplete()) {
                return segment.reached();
            }
        }
        return segments.get(segments.size() - 1).to();
    }

    /** What it is, now that all of it has come; its notes go. */
    synchronized Blob finish() throws IOException {
        catchUp();
        notes.delete();
        return hash.blob();
    }
}
