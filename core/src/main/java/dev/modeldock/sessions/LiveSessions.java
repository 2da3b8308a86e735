package dev.modeldock.sessions;

import dev.modeldock.blobs.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions that take chunks in this process, each once. Those of a former process are taken up when asked for. */
final class LiveSessions {
    private final SessionStore store;
    private final SessionFiles files;
    private final Space space;
    private final Clock clock;
    private final Map<String, LiveSession> live = new ConcurrentHashMap<>();
    private volatile ChunkListener listener;

    LiveSessions(SessionStore store, SessionFiles files, Space space, Clock clock) {
        this.store = store;
        this.files = files;
        this.space = space;
        this.clock = clock;
    }

    void listen(ChunkListener chunkListener) {
        listener = chunkListener;
    }

    ChunkListener listener() {
        return listener;
    }

    Clock clock() {
        return clock;
    }

    /**
     * Make a new session known, and room promised for its bytes as they come and as they are unpacked: an upload that
     * could not be unpacked in the end is refused before its first byte.
     */
    void begin(ImportSession session) throws IOException {
        long size = session.wish().fileSize();
        Space.Reservation reservation = space.reserve(Math.addExact(size, size));
        boolean begun = false;
        try {
            ChunkFiles chunks = files.chunks(session.id());
            Files.createDirectories(chunks.directory());
            files.keepRoom(session.id(), reservation.split(size));
            LiveSession fresh = new LiveSession(session, chunks, reservation, this);
            store.insert(session, clock.millis());
            live.put(session.id(), fresh);
            begun = true;
        } finally {
            if (!begun) {
                reservation.close();
                files.discard(session.id());
            }
        }
    }

    /** The session with its chunks; one that has ended meanwhile takes no more. */
    LiveSession of(ImportSession session) throws IOException {
        LiveSession mine = live.get(session.id());
        return mine != null ? mine : revive(session);
    }

    void forget(String id) {
        live.remove(id);
    }

    private synchronized LiveSession revive(ImportSession session) throws IOException {
        LiveSession known = live.get(session.id());
        if (known != null) {
            return known;
        }
        ChunkFiles chunks = files.chunks(session.id());
        boolean open = store.find(session.id())
                .filter(row -> row.state() == SessionState.OPEN)
                .isPresent();
        if (!open) {
            LiveSession ended = new LiveSession(session, chunks, space.reserve(0), this);
            ended.end();
            return ended;
        }
        Files.createDirectories(chunks.directory());
        space.freed(chunks.removeBroken());
        LiveSession mine = new LiveSession(session, chunks, promise(session, chunks), this);
        live.put(session.id(), mine);
        return mine;
    }

    /** Room for what is still to come; a disk that became full meanwhile gives what it has. */
    private Space.Reservation promise(ImportSession session, ChunkFiles chunks) throws IOException {
        long here = chunks.whole().values().stream().mapToLong(Long::longValue).sum();
        return space.reserveAtMost(session.wish().fileSize() - here);
    }
}
