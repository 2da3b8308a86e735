package dev.modeldock.sessions;

import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.blobs.Space;
import dev.modeldock.files.PackedContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The bytes of sessions in staging: {@code <session>/chunks} as they came, {@code <session>/files} being unpacked. */
public final class SessionFiles {
    private final Path staging;
    private final Space space;
    private final Map<String, Space.Reservation> rooms = new ConcurrentHashMap<>();

    SessionFiles(Path staging, Space space) {
        this.staging = staging;
        this.space = space;
    }

    ChunkFiles chunks(String id) {
        return ChunkFiles.of(staging, id);
    }

    /** Where the session's file may be unpacked. */
    public Path unpackDirectory(String id) {
        return staging.resolve(id).resolve("files");
    }

    /** The whole file of a completed session. */
    public PackedContent content(ImportSession session) throws IOException {
        ChunkFiles files = chunks(session.id());
        return new ChunkedContent(
                session.wish().fileName(), files, new ChunkSet(session.wish().totalChunks(), files.whole()));
    }

    /** The numbers of the whole chunks that are here. */
    public BitSet chunksHere(String id) throws IOException {
        BitSet here = new BitSet();
        chunks(id).whole().keySet().forEach(here::set);
        return here;
    }

    /** The file of a session from chunk 0 on, while chunks still come in: {@code arriving} waits for them. */
    public InputStream arriving(ImportSession session, ArrivingChunks arriving) {
        ChunkFiles files = chunks(session.id());
        return new ChunkStream(session.wish().totalChunks(), index -> {
            arriving.await(index);
            return files.chunk(index);
        });
    }

    /** Keep the room that is promised to what the session's file will be unpacked to. */
    void keepRoom(String id, Space.Reservation room) {
        rooms.put(id, room);
    }

    /** The room to unpack the session's file in, the caller's from now on; promised anew where none is kept. */
    public Space.Reservation takeRoom(ImportSession session) {
        Space.Reservation kept = rooms.remove(session.id());
        return kept != null ? kept : space.reserve(session.wish().fileSize());
    }

    /** Promise the room anew, as far as there is any, to a session that stays open. */
    void promiseRoom(ImportSession session) {
        rooms.computeIfAbsent(
                session.id(), id -> space.reserveAtMost(session.wish().fileSize()));
    }

    private void dropRoom(String id) {
        Space.Reservation kept = rooms.remove(id);
        if (kept != null) {
            kept.close();
        }
    }

    /** Delete the bytes of a session that has ended. */
    public void discard(String id) throws IOException {
        dropRoom(id);
        space.freed(DirectoryTree.delete(staging.resolve(id)));
    }
}
