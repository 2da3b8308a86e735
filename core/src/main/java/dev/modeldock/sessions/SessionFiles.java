package dev.modeldock.sessions;

import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.blobs.Space;
import dev.modeldock.files.PackedContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.BitSet;

/** The bytes of sessions in staging: {@code <session>/chunks} as they came, {@code <session>/files} being unpacked. */
public final class SessionFiles {
    private final Path staging;
    private final Space space;

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

    /** Delete the bytes of a session that has ended. */
    public void discard(String id) throws IOException {
        space.freed(DirectoryTree.delete(staging.resolve(id)));
    }
}
