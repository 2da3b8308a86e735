package dev.modeldock.transfers;

import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.ContentHash;
import dev.modeldock.spi.RemoteFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file while it comes: one or more segments, each written from its start on, and hashed in their order as soon as all
 * before has come. What a former process left is taken up as far as it can be trusted.
 */
final class PartialFile implements Growing {
    /** Below this it is not worth noting how far a file is. */
    private static final long NOTED_FROM = 1 << 20;

    private static final int BUFFER = 256 * 1024;

    private final Path place;
    private final RemoteFile file;
    private final boolean verifiable;
    private final PartialNotes notes;
    private final Extent extent;
    /** Read without the lock, which is held while very much is hashed. */
    private volatile List<Segment> segments = List.of();

    private volatile int beginnings;
    private String validator = "";
    private ContentHash hash;

    /**
     * Open what is there of the file, and hash it as far as it goes: before a remote place is asked, so that no
     * connection waits for this.
     *
     * @param target where it lies, and who is told how long it is there
     * @param segmentBytes how long its segments are to be, should it begin anew
     */
    PartialFile(Target target, RemoteFile file, long segmentBytes) throws IOException, InterruptedException {
        this.place = target.place(file);
        this.file = file;
        this.verifiable = new Expected(file).isVerifiable();
        this.notes = new PartialNotes(place);
        this.extent = new Extent(place, target);
        takeUp();
        if (segments.isEmpty()) {
            begin(segmentBytes);
        } else {
            stretch();
        }
        hash = freshHash();
        catchUp();
    }

    /** Remove what is there of a file, complete or not. */
    static void remove(Target target, RemoteFile file) throws IOException {
        Path place = target.place(file);
        new PartialNotes(place).delete();
        new Extent(place, target).remove();
    }

    private ContentHash freshHash() {
        return ContentHash.of(file.size(), !file.gitSha1().isEmpty());
    }

    private void takeUp() {
        PartialNotes.Read read = notes.read(file.size());
        long length = extent.bytes();
        if (read != null && (verifiable || !read.validator().isEmpty()) && fits(read.segments(), length)) {
            segments = read.segments();
            validator = read.validator();
        } else if (!notes.exist() && length > 0 && length == file.size()) {
            // Whole, perhaps, as a complete file has no notes: its hash will tell.
            segments = verifiable ? List.of(new Segment(0, 0, length, length)) : List.of();
        }
    }

    private boolean fits(List<Segment> read, long length) {
        long next = 0;
        for (Segment segment : read) {
            boolean sound = segment.from() == next && segment.reached() >= next && segment.to() >= segment.reached();
            boolean onDisk = segment.reached() == segment.from() || segment.reached() <= length;
            if (!sound || !onDisk) {
                return false;
            }
            next = segment.to();
        }
        return next == end();
    }

    private long end() {
        return file.size() == RemoteFile.UNKNOWN ? Long.MAX_VALUE : file.size();
    }

    boolean isVerifiable() {
        return verifiable;
    }

    private void begin(long segmentBytes) throws IOException {
        extent.remove();
        notes.delete();
        List<Segment> fresh = new ArrayList<>();
        for (long from = 0; from < end() || fresh.isEmpty(); ) {
            long to = end() - from <= segmentBytes ? end() : from + segmentBytes;
            fresh.add(new Segment(fresh.size(), from, to, from));
            from = to;
        }
        segments = List.copyOf(fresh);
        Files.createDirectories(place.getParent());
        if (file.size() == RemoteFile.UNKNOWN || file.size() >= NOTED_FROM) {
            notes.write(file.size(), validator, segments);
        }
        Files.createFile(place);
        stretch();
    }

    /** A file in parts has its whole length from the start: how much of the disk it takes does not hang on their order. */
    private void stretch() throws IOException {
        if (segments.size() > 1 && extent.bytes() < file.size()) {
            extent.stretch(file.size());
        }
    }

    /** Throw away what has come: the file is fetched from its start, by one connection. */
    synchronized void restart() throws IOException {
        beginnings++;
        validator = "";
        begin(Long.MAX_VALUE);
        hash = freshHash();
    }

    /** Throw away what has come, for good. */
    synchronized void remove() throws IOException {
        extent.remove();
        notes.delete();
    }

    @Override
    public Path place() {
        return place;
    }

    @Override
    public int beginnings() {
        return beginnings;
    }

    @Override
    public long until(long position) {
        return new Segments(segments).until(position);
    }

    PartialNotes notes() {
        return notes;
    }

    Extent extent() {
        return extent;
    }

    synchronized List<Segment> segments() {
        return segments;
    }

    /** Bytes that are here. */
    synchronized long reached() {
        return new Segments(segments).reached();
    }

    synchronized String validator() {
        return validator;
    }

    /**
     * Whether bytes from {@code offset} on, of which their place tells {@code told}, belong to what is here. If so, that is
     * noted, and holds for all that come after them.
     */
    synchronized boolean agrees(long offset, String told) {
        boolean same = told.isEmpty() || validator.isEmpty() || told.equals(validator);
        boolean nothingHere = validator.isEmpty() && reached() == 0;
        // Where no hash will tell in the end, only a validator tells now whether it is the same file still.
        boolean proven = verifiable
                || nothingHere && (offset == 0 || !told.isEmpty())
                || !told.isEmpty() && told.equals(validator);
        if (same && proven && !told.isEmpty() && !told.equals(validator)) {
            validator = told;
            noteValidator();
        }
        return same && proven;
    }

    private void noteValidator() {
        try {
            if (notes.exist()) {
                notes.write(file.size(), validator, segments);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hash bytes that were just written, if all before them are hashed. */
    synchronized void hashed(long at, byte[] bytes, int count) {
        if (at == hash.size()) {
            hash.update(bytes, 0, count);
        }
    }

    /** Hash what came out of order and has its predecessors by now. */
    synchronized void catchUp() throws IOException, InterruptedException {
        long until = new Segments(segments).inOrder();
        if (hash.size() >= until) {
            return;
        }
        byte[] buffer = new byte[BUFFER];
        try (RandomAccessFile data = new RandomAccessFile(place.toFile(), "r")) {
            data.seek(hash.size());
            while (hash.size() < until) {
                // Minutes of work where very much is here.
                if (Thread.interrupted()) {
                    throw new InterruptedException("Asked to stop while it looked at what is here");
                }
                int count = data.read(buffer, 0, (int) Math.min(buffer.length, until - hash.size()));
                if (count < 0) {
                    throw new IOException("A partial file ends before the bytes that were noted of it");
                }
                hash.update(buffer, 0, count);
            }
        }
    }

    /** What it is, now that all of it has come; its notes go. */
    synchronized Blob finish() throws IOException, InterruptedException {
        catchUp();
        notes.delete();
        return hash.blob();
    }
}
