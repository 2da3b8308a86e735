package dev.modeldock.sessions;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    /** Whether the chunk with this number is here with the bytes of a file. */
    boolean isSame(int number, Path file) throws IOException {
        try {
            return Files.exists(chunk(number)) && Files.mismatch(file, chunk(number)) == -1;
        } catch (NoSuchFileException e) {
            // The session ended meanwhile; who asked finds out by its lock.
            return false;
        }
    }

    /** A fresh name for bytes that are still coming in. */
    Path incoming() {
        return directory.resolve("incoming-" + UUID.randomUUID());
    }

    /** Number to size of the whole chunks. */
    Map<Integer, Long> whole() throws IOException {
        Map<Integer, Long> here = new TreeMap<>();
        for (Path file : list()) {
            if (isWhole(file)) {
                put(here, file);
            }
        }
        return here;
    }

    private static void put(Map<Integer, Long> here, Path file) throws IOException {
        try {
            here.put(Integer.valueOf(file.getFileName().toString()), Files.size(file));
        } catch (NoSuchFileException e) {
            // The session ended while we looked, and its chunks go one after the other.
        }
    }

    /** Remove what a stop of the process cut off; only while nothing comes in. Tells the bytes that went. */
    long removeBroken() throws IOException {
        long bytes = 0;
        for (Path file : list()) {
            if (!isWhole(file)) {
                bytes += Files.size(file);
                Files.delete(file);
            }
        }
        return bytes;
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static boolean isWhole(Path file) {
        return file.getFileName().toString().matches("\\d{1,9}");
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
