package dev.modeldock.sessions;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where the chunks of one session lie: {@code staging/<session>/chunks/<number>}. A file gets its number by a rename
 * once it is whole and checked, so the directory itself tells which chunks are here: there is no other record of it.
 */
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

    /** Number to size of the whole chunks; what a stop cut off is removed. */
    Map<Integer, Long> load() throws IOException {
        Map<Integer, Long> here = new TreeMap<>();
        if (!Files.exists(directory)) {
            return here;
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.matches("\\d{1,9}")) {
                here.put(Integer.valueOf(name), Files.size(file));
            } else {
                Files.delete(file);
            }
        }
        return here;
    }

    /** Make the names in the directory survive a power cut, where the system can do that. */
    void force() throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
