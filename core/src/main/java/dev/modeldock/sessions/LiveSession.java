package dev.modeldock.sessions;

import dev.modeldock.blobs.Space;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An open session in this process: which chunks it has, and the room promised to it. Its lock is itself. */
final class LiveSession {
    private final ImportSession session;
    private final ChunkFiles files;
    private final ChunkSet chunks;
    private final Space.Reservation reservation;
    private final ChunkListener listener;
    private final Clock clock;
    private final Set<ChunkUpload> uploads = new HashSet<>();
    private boolean open = true;

    LiveSession(ImportSession session, ChunkFiles files, Space.Reservation reservation, LiveSessions home)
            throws IOException {
        this.session = session;
        this.files = files;
        this.chunks = new ChunkSet(session.wish().totalChunks(), files.whole());
        this.reservation = reservation;
        this.listener = home.listener();
        this.clock = home.clock();
    }

    long fileSize() {
        return session.wish().fileSize();
    }

    void use(long bytes) {
        reservation.use(bytes);
    }

    void restore(long bytes) {
        reservation.restore(bytes);
    }

    /** Refuse when it takes no more. */
    private synchronized void requireOpen() {
        if (!open) {
            throw new DockException(
                    Problem.CONFLICT, "The session takes no more chunks: it has ended. Start a new one.");
        }
        if (!clock.instant().isBefore(session.expires())) {
            throw Refusals.expired(session);
        }
    }

    /** Begin to take a chunk; a number that is known already is checked before its bytes are sent. */
    synchronized ChunkUpload receive(Optional<Integer> number, long mostBytes, Optional<String> sha256)
            throws IOException {
        requireOpen();
        number.ifPresent(chunks::checkNumber);
        ChunkUpload upload = new ChunkUpload(this, files.incoming(), mostBytes, sha256);
        uploads.add(upload);
        return upload;
    }

    /** Say that an upload is over, one way or the other. */
    synchronized void left(ChunkUpload upload) {
        uploads.remove(upload);
    }

    /** Break off what is still coming in after the {@linkplain #end end}; call without holding this session's lock. */
    void cutUploads() throws IOException {
        List<ChunkUpload> late;
        synchronized (this) {
            late = List.copyOf(uploads);
        }
        for (ChunkUpload upload : late) {
            upload.close();
        }
    }

    /** Let a whole and durable file be the chunk with this number. */
    void accept(int number, Path file, long size) throws IOException {
        // Outside the lock, since it may read very much. Of two different ones at once either may win.
        boolean same = files.isSame(number, file);
        accept(number, file, size, same);
    }

    private synchronized void accept(int number, Path file, long size, boolean same) throws IOException {
        requireOpen();
        chunks.checkNumber(number);
        long others = chunks.bytesWithout(number);
        if (others + size > fileSize()) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "With this chunk the session has " + (others + size) + " bytes; it was started with fileSize "
                            + fileSize() + ". Send the right chunk, or start a session with the right fileSize.",
                    Map.of("receivedBytes", others + size, "fileSize", fileSize()));
        }
        boolean known = chunks.has(number);
        long former = chunks.size(number);
        if (known && same) {
            Files.delete(file);
            reservation.restore(size);
            return;
        }
        Files.move(file, files.chunk(number), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        chunks.put(number, size);
        if (known) {
            reservation.restore(former);
        }
        listener.arrived(session, number, known);
        files.force();
    }

    synchronized SessionStatus status(ImportSession current) {
        return new SessionStatus(current, chunks.received(), chunks.missing(), chunks.bytes());
    }

    /** Check that the whole file is here, let the caller make that known, and take no more chunks. */
    synchronized void complete(Runnable makeKnown) {
        requireOpen();
        List<Integer> missing = chunks.missing();
        if (!missing.isEmpty()) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    missing.size() + " of " + session.wish().totalChunks() + " chunks are missing: " + some(missing)
                            + (chunks.isBaseOpen()
                                    ? ", or as many up to " + session.wish().totalChunks() + " if you count from 1"
                                    : "")
                            + ". Send them and complete again; the session stays open.",
                    Map.of("missingChunks", missing));
        }
        if (chunks.bytes() != fileSize()) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The chunks have " + chunks.bytes() + " bytes together; the session was started with fileSize "
                            + fileSize()
                            + ". Send the chunk that is wrong again, or start anew with the right fileSize.",
                    Map.of("receivedBytes", chunks.bytes(), "fileSize", fileSize()));
        }
        makeKnown.run();
        end();
    }

    private static String some(List<Integer> numbers) {
        int shown = Math.min(20, numbers.size());
        String text = numbers.subList(0, shown).toString();
        return shown == numbers.size() ? text : text.substring(0, text.length() - 1) + ", …]";
    }

    /** Take no more chunks; the room that was not used is free again. */
    synchronized void end() {
        open = false;
        reservation.close();
    }
}
