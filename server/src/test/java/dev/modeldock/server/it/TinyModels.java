package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Real models, small enough to be kept in the test resources. */
final class TinyModels {
    static final List<String> NAMES = List.of("tiny-bert", "tiny-bert-sharded", "tiny-bin", "tiny-lora");

    private TinyModels() {}

    /** All files of one, by their path in the model. */
    static Map<String, byte[]> files(String name) {
        Path root = root(name);
        try (Stream<Path> found = Files.walk(root)) {
            Map<String, byte[]> files = new TreeMap<>();
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
            return files;
        } catch (IOException e) {
            throw new AssertionError("no model " + name, e);
        }
    }

    /** The directory of one; read only. */
    static Path root(String name) {
        try {
            return Path.of(TinyModels.class.getResource("/models/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** A tiny-bert with one more file, so that its content is like no other's. */
    static Map<String, byte[]> variant(String mark) {
        Map<String, byte[]> files = new TreeMap<>(files("tiny-bert"));
        files.put("README.md", ("# " + mark + "\n").getBytes(StandardCharsets.UTF_8));
        return files;
    }

    /** A tiny-bert with that many bytes that cannot be compressed, always the same for one seed. */
    static Map<String, byte[]> heavy(long seed, int bytes) {
        Map<String, byte[]> files = new TreeMap<>(files("tiny-bert"));
        byte[] noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        files.put("notes.txt", noise);
        return files;
    }

    /** The same names and the same bytes. */
    static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((path, bytes) -> assertArrayEquals(bytes, actual.get(path), path));
    }
}
