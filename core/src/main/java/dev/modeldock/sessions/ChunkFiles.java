package dev.modeldock.sessions;

import java.nio.file.Path;
import java.util.UUID;

/** Where the chunks of one session lie: {@code staging/<session>/chunks/<number>}. */
record ChunkFiles(Path directory) {
    static ChunkFiles of(Path staging, String sessionId) {
        return new ChunkFiles(staging.resolve(sessionId).resolve("chunks"));
    }

    Path chunk(int number) {
        return directory.resolve(Integer.toString(number));
    }

    /** A fresh name for bytes that are still coming in. */
    Path incoming() {
        return directory.resolve("incoming-" + UUID.randomUUID());
    }
}
