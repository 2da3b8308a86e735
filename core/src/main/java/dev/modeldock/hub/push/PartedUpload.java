package dev.modeldock.hub.push;

import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.ContentHash;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.blobs.Space;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;

/**
 * A large file that comes in parts, in any order and several at once, each at its place in one file. A part that is here
 * never changes; the hash goes on as far as there is no gap, so that little is left to do at the end.
 */
final class PartedUpload {
    private static final int BUFFER = 256 * 1024;

    private final LargeObject object;
    private final Path directory;
    private final Space space;
    private final long[] counted;
    private final AtomicInteger writers = new AtomicInteger();
    private final Map<Integer, String> here = new TreeMap<>();
    private ContentHash hash = ContentHash.of(-1, false);
    private int hashed;
    private boolean over;

    PartedUpload(LargeObject object, Path directory, Space space) {
        this.object = object;
        this.directory = directory;
        this.space = space;
        this.counted = new long[object.parts() + 1];
    }

    /** Go on with the parts from before a restart of which the disk has all bytes; {@code bytes} are there and counted. */
    void found(Map<Integer, String> parts, long bytes) {
        for (int part = 1; part <= object.parts(); part++) {
            counted[part] = Math.max(0, Math.min(object.length(part), bytes - object.start(part)));
            if (parts.containsKey(part) && counted[part] == object.length(part)) {
                here.put(part, parts.get(part));
            }
        }
    }

    LargeObject object() {
        return object;
    }

    /** Somebody is about to write: from now on it does not end by itself. */
    void enter() {
        writers.incrementAndGet();
    }

    void leave() {
        writers.decrementAndGet();
    }

    boolean isBusy() {
        return writers.get() > 0;
    }

    /** Where all of it lies. */
    Path file() {
        return directory.resolve("object");
    }

    /**
     * Take a part to its end; tells what it is known by. The same again is fine, and is not written again. Room is promised for
     * this part alone, so that what nobody goes on with keeps no more of the disk than it has.
     */
    String write(int part, InputStream content) throws IOException {
        try (Space.Reservation room = space.reserve(missing(part))) {
            return write(part, content, room);
        }
    }

    private synchronized long missing(int part) {
        requireOpen();
        return here.containsKey(part) ? 0 : object.length(part) - counted[part];
    }

    private String write(int part, InputStream content, Space.Reservation room) throws IOException {
        CRC32 sum = new CRC32();
        long length = object.length(part);
        long at = 0;
        byte[] buffer = new byte[BUFFER];
        Files.createDirectories(directory);
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int count; (count = content.read(buffer)) >= 0; at += count) {
                if (at + count > length) {
                    throw wrong(part, "more than " + length);
                }
                sum.update(buffer, 0, count);
                count(part, at + count, room);
                write(channel, part, at, ByteBuffer.wrap(buffer, 0, count));
            }
        }
        if (at != length) {
            throw wrong(part, at + " instead of " + length);
        }
        return arrived(part, Long.toHexString(sum.getValue()) + "-" + length);
    }

    private synchronized void count(int part, long reached, Space.Reservation room) {
        requireOpen();
        if (!here.containsKey(part) && reached > counted[part]) {
            room.use(reached - counted[part]);
            counted[part] = reached;
        }
    }

    private synchronized void write(FileChannel channel, int part, long at, ByteBuffer bytes) throws IOException {
        requireOpen();
        if (here.containsKey(part)) {
            return;
        }
        for (long place = object.start(part) + at; bytes.hasRemaining(); ) {
            place += channel.write(bytes, place);
        }
    }

    private synchronized String arrived(int part, String etag) throws IOException {
        requireOpen();
        String before = here.putIfAbsent(part, etag);
        if (before != null && !before.equals(etag)) {
            throw new DockException(
                    Problem.CHECKSUM_MISMATCH,
                    "Part " + part + " is here with other bytes already. Ask for new links and send all parts again.");
        }
        hashOn();
        return etag;
    }

    private void hashOn() throws IOException {
        if (!here.containsKey(hashed + 1)) {
            return;
        }
        byte[] buffer = new byte[BUFFER];
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.READ)) {
            for (; here.containsKey(hashed + 1); hashed++) {
                long place = object.start(hashed + 1);
                for (long left = object.length(hashed + 1); left > 0; ) {
                    int count = channel.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(left, BUFFER)), place);
                    if (count < 0) {
                        throw cutShort();
                    }
                    hash.update(buffer, 0, count);
                    place += count;
                    left -= count;
                }
            }
        }
    }

    /** The disk has less than was acknowledged, as after a power cut: that part may come again. */
    private DockException cutShort() {
        int part = hashed + 1;
        here.remove(part);
        hash = ContentHash.of(-1, false);
        hashed = 0;
        return wrong(part, "lost some of its " + object.length(part));
    }

    /**
     * All parts are said to be here: nothing can be written any longer, and what they are is told.
     *
     * @param told what the client knows the parts by
     */
    synchronized Blob finish(Map<Integer, String> told) throws IOException {
        requireOpen();
        for (int part = 1; part <= object.parts(); part++) {
            String etag = here.get(part);
            if (etag == null || !etag.equals(told.get(part))) {
                throw new DockException(
                        Problem.VALIDATION_ERROR,
                        "Part " + part + " of " + object.parts()
                                + (etag == null ? " is not here." : " is here with another ETag than is told.")
                                + " Send it again.");
            }
        }
        hashOn();
        over = true;
        return hash.blob();
    }

    /** The file is somebody else's now, with the room that it takes. */
    synchronized void handedOver() throws IOException {
        over = true;
        DirectoryTree.delete(directory);
    }

    /** Delete all that came. */
    synchronized void discard() throws IOException {
        over = true;
        DirectoryTree.delete(directory);
        for (int part = 1; part < counted.length; part++) {
            space.freed(counted[part]);
            counted[part] = 0;
        }
    }

    private void requireOpen() {
        if (over) {
            throw new DockException(
                    Problem.CONFLICT, "The upload of this file has ended. Ask for new links to begin another.");
        }
    }

    private static DockException wrong(int part, String bytes) {
        return new DockException(Problem.VALIDATION_ERROR, "Part " + part + " has " + bytes + " bytes. Send it again.");
    }
}
