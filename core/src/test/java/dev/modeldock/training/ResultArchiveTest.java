package dev.modeldock.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.actions.process.CommandProcess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultArchiveTest {
    private static final String ID = "11111111-2222-3333-4444-555555555555";
    private static final Instant ENDED = Instant.parse("2026-03-01T12:00:00Z");
    private static final String DEEP = "d/".repeat(150) + "ü.txt";

    @TempDir
    Path temp;

    private Path results;
    private Path run;

    @BeforeEach
    void fill() throws IOException {
        results = Files.createDirectories(temp.resolve("results"));
        run = Files.createDirectories(temp.resolve("run"));
        Files.write(results.resolve("weights"), new byte[100_000]);
        Files.createDirectories(results.resolve(DEEP).getParent());
        Files.writeString(results.resolve(DEEP), "deep");
        Files.createDirectories(results.resolve("empty/inner"));
        Files.createSymbolicLink(results.resolve("link"), Path.of("weights"));
        Files.createSymbolicLink(results.resolve("out"), temp);
        Files.writeString(run.resolve("log"), "said\n");
    }

    private ResultArchive archive() throws IOException {
        return new ResultArchive(ID, results, CommandProcess.attach(run).log(), ENDED);
    }

    private ResultTar settled() throws IOException {
        return archive().settled();
    }

    private static byte[] bytes(ResultTar tar, long from, long to) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tar.write(from, to, out);
        return out.toByteArray();
    }

    /** Name to content; of directories null. */
    private static Map<String, String> read(byte[] tar) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar), "UTF-8")) {
            for (TarArchiveEntry each = in.getNextEntry(); each != null; each = in.getNextEntry()) {
                String content =
                        each.isDirectory() ? "(directory)" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
                found.put(each.getName(), content);
            }
        }
        return found;
    }

    private static Map<String, String> expected() {
        return Map.of(
                ID + "/weights",
                "\0".repeat(100_000),
                ID + "/" + DEEP,
                "deep",
                ID + "/empty/inner/",
                "(directory)",
                ID + "/logs_from_toolkit.txt",
                "said\n");
    }

    @Test
    void theThreeWaysHoldTheSame() throws IOException {
        ResultTar tar = settled();
        byte[] whole = bytes(tar, 0, tar.length());
        assertEquals(tar.length(), whole.length);
        assertEquals(expected(), read(whole));
        ByteArrayOutputStream streamed = new ByteArrayOutputStream();
        archive().stream(streamed);
        assertEquals(expected(), read(streamed.toByteArray()));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        archive().streamPacked(packed);
        assertEquals(
                expected(), read(new GZIPInputStream(new ByteArrayInputStream(packed.toByteArray())).readAllBytes()));
    }

    @Test
    void anyRangeIsThatPartOfTheWhole() throws IOException {
        ResultTar tar = settled();
        byte[] whole = bytes(tar, 0, tar.length());
        for (int from = 0; from < whole.length; from += 3_001) {
            for (int to = from; to < whole.length; to += 20_011) {
                assertArrayEquals(Arrays.copyOfRange(whole, from, to), bytes(settled(), from, to), from + "-" + to);
            }
        }
    }

    @Test
    void theTagIsThatOfTheBytes() throws IOException {
        String tag = settled().tag();
        assertEquals(tag, settled().tag());
        assertEquals(ENDED, settled().modified());
        Files.setLastModifiedTime(results.resolve("weights"), FileTime.from(ENDED));
        String touched = settled().tag();
        assertNotEquals(tag, touched);
        Files.writeString(run.resolve("log"), "said more\n");
        assertNotEquals(touched, settled().tag());
    }

    @Test
    void aFileThatBecameAnotherOneBreaksTheTarOff() throws IOException {
        ResultTar tar = settled();
        Files.write(results.resolve("weights"), new byte[100_001]);
        assertThrows(IOException.class, () -> tar.write(0, tar.length(), OutputStream.nullOutputStream()));
    }

    @Test
    void ofAJobThatWroteNothingThereIsItsDirectory() throws IOException {
        Path none = Files.createDirectories(temp.resolve("none"));
        ResultArchive archive = new ResultArchive(
                ID, none, CommandProcess.attach(temp.resolve("no run")).log(), ENDED);
        ResultTar tar = archive.settled();
        assertEquals(Map.of(ID + "/", "(directory)"), read(bytes(tar, 0, tar.length())));
        assertTrue(new ResultArchive(
                        ID, temp.resolve("gone"), CommandProcess.attach(run).log(), ENDED)
                .isEmpty());
    }
}
