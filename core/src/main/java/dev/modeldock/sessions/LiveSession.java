package dev.modeldock.sessions;

import dev.modeldock.blobs.Space;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** An open session in this process: which chunks it has, and the room promised to it. Its lock is itself. */
final class LiveSession {
    private final ImportSession session;
    private final ChunkFiles files;
    private final ChunkSet chunks;
    private final Space.Reservation reservation;
    private final ChunkListener listener;
    private final Clock clock;
    private boolean open = true;

    LiveSession(ImportSession session, ChunkFiles files, Space.Reservation reservation, Sessions sessions)
            throws IOException {
        this.session = session;
        this.files = files;
        this.chunks = new ChunkSet(session.wish().totalChunks(), files.whole());
        this.reservation = reservation;
        this.listener = sessions.listener();
        this.clock = sessions.clock();
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
    synchronized void requireOpen() {
        if (!open) {
            throw new DockException(
                    Problem.CONFLICT, "The session takes no more chunks: it has ended. Start a new one.");
        }
        if (!clock.instant().isBefore(session.expires())) {
            throw Sessions.expired(session);
        }
    }

    /** Refuse a number before its bytes are sent. */
    synchronized void requireNumber(int number) {
        chunks.checkNumber(number);
    }

    /** Let a whole and durable file be the chunk with this number. */
    synchronized void accept(int number, Path file, long size) throws IOException {
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
        if (known && Files.mismatch(file, files.chunk(number)) == -1) {
            Files.delete(file);
            reservation.restore(size);
            return;
        }
        Files.move(file, files.chunk(number), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        files.force();
        chunks.put(number, size);
        if (known) {
            reservation.restore(former);
        }
        listener.arrived(session, number, known);
    }

    synchronized SessionStatus status(ImportSession current) {
        return new SessionStatus(current, chunks.received(), chunks.missing(), chunks.bytes());
    }

    /** Check that the whole file is here, let the caller make that known, and take no more chunks. */
    synchronized <T> T complete(Supplier<T> makeKnown) {
        requireOpen();
        List<Integer> missing = chunks.missing();
        if (!missing.isEmpty()) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    missing.size() + " of " + session.wish().totalChunks() + " chunks are missing: " + some(missing)
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
        T made = makeKnown.get();
        end();
        return made;
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
