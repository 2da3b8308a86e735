package dev.modeldock.actions.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusReaderTest {
    @TempDir
    Path results;

    private Path file;
    private StatusReader reader;

    @BeforeEach
    void start() {
        file = results.resolve("status.json");
        reader = new StatusReader(results, "dino");
    }

    private static void append(Path path, String text) throws IOException {
        Files.writeString(path, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Long epoch() throws IOException {
        return reader.read().progress().epoch();
    }

    @Test
    void nothingThereIsAnEmptyResult() throws Exception {
        assertEquals(Result.EMPTY, reader.read());
        assertTrue(reader.isCaughtUp());
        assertEquals(Result.EMPTY, reader.finish());
        assertEquals(Result.EMPTY, new StatusReader(results.resolve("missing"), "").read());
    }

    @Test
    void readsOnWhereItStopped() throws IOException {
        append(file, "{\"epoch\":1,\"kpi\":{\"m\":1}}\n");
        assertEquals(1, epoch());
        append(file, "junk\n{\"epoch\":2,\"kpi\":{\"m\":2}}\r\n\n");
        assertEquals(2, epoch());
        assertEquals(2, reader.read().kpi().get(0).values().size());
    }

    @Test
    void aHalfWrittenLineWaits() throws IOException {
        append(file, "{\"epoch\":1}\n{\"epoch\":2");
        assertEquals(1, epoch());
        append(file, "3}");
        assertEquals(1, epoch());
        append(file, "\n");
        assertEquals(23, epoch());
    }

    @Test
    void aLastLineThatNobodyEndedCountsInTheEnd() throws Exception {
        append(file, "{\"status\":\"RUNNING\"}\n{\"status\":\"SUCCESS\"}");
        assertFalse(reader.read().isSuccess());
        assertTrue(reader.finish().isSuccess());
        assertTrue(reader.finish().isSuccess());
    }

    @Test
    void whatIsReadInPiecesIsWhatIsReadAtOnce() throws IOException {
        List<String> lines = new ArrayList<>();
        Random random = new Random(20260102);
        for (int i = 0; i < 300; i++) {
            String value = List.of("1", "NaN", "{\"value\":2,\"x_max\":9}", "\"ü€\"", String.valueOf(i))
                    .get(random.nextInt(5));
            lines.add(
                    random.nextInt(6) == 0
                            ? "noise ]"
                            : "{\"epoch\":" + i / 3 + ",\"kpi\":{\"a\":" + value
                                    + "},\"graphical\":{\"g\":" + value + "},\"categorical\":{\"c\":{\"x\":" + i
                                    + "}},\"eta\":\"" + i
                                    + "\"}");
        }
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int at = 0; at < bytes.length; ) {
                int count = Math.min(1 + random.nextInt(400), bytes.length - at);
                out.write(bytes, at, count);
                at += count;
                reader.read();
            }
        }
        assertEquals(new StatusReader(results, "dino").read(), reader.read());
        assertEquals("299", reader.read().progress().eta());
    }

    @Test
    void aFileCutShortBeginsAnew() throws IOException {
        append(file, "{\"epoch\":1,\"message\":\"first\",\"kpi\":{\"m\":1}}\n");
        reader.read();
        Files.writeString(file, "{\"epoch\":2}\n");
        assertEquals(2, epoch());
        assertEquals("", reader.read().detailedStatus().message());
        assertEquals(List.of(), reader.read().kpi());
    }

    @Test
    void aFileWrittenAnewAndLongerBeginsAnew() throws IOException {
        append(file, "{\"epoch\":1,\"eta\":\"x\"}\n");
        reader.read();
        Files.writeString(file, "{\"epoch\":5,\"message\":\"a resumed training\"}\n{\"max_epoch\":9}\n");
        assertEquals(new StatusReader(results, "dino").read(), reader.read());
        assertEquals(5, epoch());
    }

    @Test
    void aFilePutInItsPlaceBeginsAnew() throws IOException {
        append(file, "{\"epoch\":1,\"eta\":\"x\"}\n");
        reader.read();
        Path other = results.resolve("other");
        // The same bytes up to where reading goes on: only the file itself is another one.
        append(other, "{\"epoch\":1,\"eta\":\"x\"}\n{\"epoch\":\"7\"}\n");
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertEquals(7, epoch());
        assertEquals(new StatusReader(results, "dino").read(), reader.read());
    }

    @Test
    void aHalfLineOfTheFormerFileIsForgotten() throws IOException {
        append(file, "{\"epoch\":1}\n{\"epoch\":2");
        reader.read();
        Files.writeString(file, "1}\n{\"max_epoch\":3}\n");
        assertEquals(3, reader.read().progress().maxEpoch());
        assertEquals(null, epoch());
    }

    @Test
    void aFileThatIsGoneLeavesWhatItTold() throws Exception {
        append(file, "{\"epoch\":1}\n");
        reader.read();
        Files.delete(file);
        assertEquals(1, epoch());
        assertEquals(1, reader.finish().progress().epoch());
    }

    @Test
    void theShallowestFileBelowIsTaken() throws IOException {
        append(Files.createDirectories(results.resolve("a/b")).resolve("status.json"), "{\"epoch\":1}\n");
        assertEquals(1, epoch());
        append(Files.createDirectories(results.resolve("z")).resolve("status.json"), "{\"epoch\":2}\n");
        assertEquals(1, epoch(), "the one that was found is followed");
        assertEquals(2, new StatusReader(results, "").read().progress().epoch());
        append(Files.createDirectories(results.resolve("c")).resolve("status.json"), "{\"epoch\":3}\n");
        assertEquals(3, new StatusReader(results, "").read().progress().epoch());
        append(file, "{\"max_epoch\":4}\n");
        assertEquals(4, reader.read().progress().maxEpoch(), "the one at the top comes first");
        assertEquals(null, epoch());
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path outside = Files.createDirectories(results.resolve("outside"));
        Path inside = Files.createDirectories(results.resolve("inside"));
        append(outside.resolve("status.json"), "{\"epoch\":1}\n");
        Files.createSymbolicLink(inside.resolve("status.json"), outside.resolve("status.json"));
        Files.createSymbolicLink(inside.resolve("directory"), outside);
        Files.createSymbolicLink(inside.resolve("automl_metadata.json"), outside.resolve("status.json"));
        assertEquals(Result.EMPTY, new StatusReader(inside, "").read());
    }

    @Test
    void oneCallReadsSoMuchAndNoMore() throws Exception {
        String line = "{\"epoch\":1,\"message\":\"" + "x".repeat(100_000) + "\"}\n";
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < 400; i++) {
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
            out.write("{\"epoch\":2}\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(1, epoch());
        assertFalse(reader.isCaughtUp());
        assertEquals(1, epoch());
        assertEquals(2, epoch());
        assertTrue(reader.isCaughtUp());
        assertEquals(2, new StatusReader(results, "").finish().progress().epoch());
    }

    @Test
    void aGigabyteWithoutAnEndOfLineCostsNoMemory() throws Exception {
        append(file, "{\"epoch\":1}\n");
        try (RandomAccessFile hole = new RandomAccessFile(file.toFile(), "rw")) {
            hole.setLength(1L << 30);
        }
        append(file, "\n{\"epoch\":2}\n");
        long before = used();
        assertEquals(2, reader.finish().progress().epoch());
        long grown = used() - before;
        assertTrue(grown < 32 << 20, grown + " bytes are kept");
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void aLineOfAMebibyteIsTheLongest() throws IOException {
        String frame = "{\"epoch\":1,\"x\":\"\"}";
        append(file, "{\"epoch\":1,\"x\":\"" + "x".repeat((1 << 20) - frame.length()) + "\"}\n");
        assertEquals(1, epoch());
        append(file, "{\"epoch\":2,\"x\":\"" + "x".repeat((1 << 20) + 1 - frame.length()) + "\"}\n");
        assertEquals(1, epoch());
        append(file, "{\"epoch\":3}\n");
        assertEquals(3, epoch());
    }

    @Test
    void aThreadThatIsToStopStops() throws IOException {
        try (RandomAccessFile hole = new RandomAccessFile(file.toFile(), "rw")) {
            hole.setLength(GrowingFile.MOST_AT_ONCE * 3);
        }
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, reader::finish);
        assertFalse(Thread.interrupted());
    }

    @Test
    void aSearchForHyperparametersTellsOnlyOfItself() throws IOException {
        append(file, "{\"epoch\":1}\n");
        append(
                results.resolve("automl_metadata.json"),
                "{\n  \"best_map\": 0.25,\n \"best_loss\": NaN, \"Estimated time for automl completion\": \"12.0 minutes"
                        + " remaining\", \"Current experiment number\": 3, \"Time per epoch in seconds\": 1.50,"
                        + " \"odd\": {\"a\": 1}}");
        assertEquals(
                "{\"automl_result\":[{\"metric\":\"best_map\",\"value\":0.25},{\"metric\":\"best_loss\",\"value\":null}],"
                        + "\"stats\":[{\"metric\":\"Estimated time for automl completion\",\"value\":\"12.0 minutes"
                        + " remaining\"},{\"metric\":\"Current experiment number\",\"value\":\"3\"},{\"metric\":\"Time per"
                        + " epoch in seconds\",\"value\":\"1.5\"},{\"metric\":\"odd\",\"value\":\"{\\\"a\\\":1}\"}]}",
                reader.read().toJson().toString());
        assertEquals(1, epoch());
    }

    @Test
    void aSearchThatIsBeingNotedSaysSo() throws IOException {
        append(results.resolve("automl_metadata.json"), "{\"best_map\": 0.");
        assertEquals(
                "{\"automl_result\":[],\"stats\":[{\"metric\":\"message\",\"value\":\"Stats will be updated in a few seconds\"}]}",
                reader.read().toJson().toString());
    }
}
