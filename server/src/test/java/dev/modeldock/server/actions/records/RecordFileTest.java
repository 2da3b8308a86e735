package dev.modeldock.server.actions.records;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.modeldock.server.actions.records.Example.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {
    @TempDir
    Path temp;

    private byte[] written(Example... examples) throws IOException {
        Path file = temp.resolve("file");
        Files.deleteIfExists(file);
        try (RecordFile records = RecordFile.create(file, Optional.empty())) {
            for (Example example : examples) {
                records.write(example.parts());
            }
        }
        return Files.readAllBytes(file);
    }

    /** The reader of the tests itself, against the value that the definition of the checksum gives for these digits. */
    @Test
    void theReadersChecksumIsThatOfTheDefinition() {
        assertEquals(0xE3069283, RecordReader.crc32c("123456789".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void theReaderFindsEachChangedBit() throws IOException {
        byte[] file = written(new Example().text("a", "b"));
        for (int bit = 64; bit < file.length * 8; bit++) {
            byte[] changed = file.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(AssertionError.class, () -> RecordReader.records(changed), "bit " + bit);
        }
    }

    @Test
    void whateverIsWrittenIsReadAsThat() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Example example = new Example();
            Map<String, List<Object>> expected = new java.util.TreeMap<>();
            for (int i = 0; i < random.nextInt(20); i++) {
                put("feature/ä" + random.nextInt(1000), random, example, expected);
            }
            assertEquals(expected, RecordReader.examples(written(example)).get(0), "seed " + seed);
        }
    }

    private static void put(String name, Random random, Example example, Map<String, List<Object>> expected) {
        int count = random.nextInt(3) == 0 ? 0 : random.nextInt(200);
        List<Object> values = new ArrayList<>();
        switch (random.nextInt(3)) {
            case 0 -> {
                random.longs(count).map(each -> each >> random.nextInt(64)).forEach(values::add);
                example.ints(name, values.stream().map(Long.class::cast).toList());
            }
            case 1 -> {
                random.doubles(count, -1e6, 1e6).forEach(each -> values.add((float) each));
                example.floats(
                        name, values.stream().map(each -> (double) (Float) each).toList());
            }
            default -> {
                random.ints(count, 0, 300).forEach(length -> values.add("é".repeat(length)));
                example.texts(name, values.stream().map(String.class::cast).toList());
            }
        }
        expected.put(name, values);
    }

    @Test
    void aFileIsAValueWithoutBeingInMemory() throws IOException {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        Path source = Files.write(temp.resolve("source"), bytes);
        Map<String, List<Object>> read = RecordReader.examples(written(new Example()
                        .text("z", "last")
                        .file("m", source, bytes.length)
                        .integer("a", -1)))
                .get(0);
        assertArrayEquals(bytes, (byte[]) read.get("m").get(0));
        assertEquals(List.of("last"), read.get("z"));
        assertEquals(List.of(-1L), read.get("a"));
        Files.write(source, new byte[0]);
        assertArrayEquals(
                written(new Example().file("m", source, 0)), written(new Example().bytes("m", List.of(new byte[0]))));
    }

    @Test
    void aFileThatHasAnotherSizeByNowIsTold() throws IOException {
        Path source = Files.write(temp.resolve("source"), new byte[10]);
        IOException told = assertThrows(IOException.class, () -> written(new Example().file("m", source, 11)));
        assertEquals("source had 11 bytes and has 10 now: something else writes into the data.", told.getMessage());
    }

    @Test
    void theOrderOfFeaturesIsThatOfTheirNames() throws IOException {
        assertArrayEquals(
                written(new Example().text("a", "1").text("b", "2")),
                written(new Example().text("b", "2").text("a", "1")));
    }

    @Test
    void theIndexHasALineForEachRecord() throws IOException {
        Path index = temp.resolve("index");
        try (RecordFile records = RecordFile.create(temp.resolve("records"), Optional.of(index))) {
            records.write(List.of(Part.of(new byte[5])));
            records.write(List.of());
            records.write(List.of(Part.of(new byte[3]), Part.of(new byte[4])));
        }
        assertEquals("0 21\n21 16\n37 23\n", Files.readString(index));
        assertEquals(
                List.of(5, 0, 7),
                RecordReader.records(Files.readAllBytes(temp.resolve("records"))).stream()
                        .map(each -> each.length)
                        .toList());
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path file = Files.createFile(temp.resolve("records"));
        assertThrows(FileAlreadyExistsException.class, () -> RecordFile.create(file, Optional.empty()));
        Path index = Files.createFile(temp.resolve("index"));
        assertThrows(
                FileAlreadyExistsException.class, () -> RecordFile.create(temp.resolve("new"), Optional.of(index)));
    }
}
