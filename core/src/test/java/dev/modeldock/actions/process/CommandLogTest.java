package dev.modeldock.actions.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLogTest {
    private static final String GAP = new String(CommandLog.gap(), StandardCharsets.UTF_8);

    @TempDir
    Path run;

    private CommandLog log;

    @BeforeEach
    void make() {
        log = new CommandLog(run);
    }

    private void say(String part, String text) throws IOException {
        Files.writeString(run.resolve(part), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** What comes until nothing more does. */
    private static String rest(LogReader reader) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(128);
        while (reader.read(buffer.clear()) > 0) {
            all.write(buffer.array(), 0, buffer.position());
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private String last(int lines) throws IOException {
        try (LogReader reader = log.read(log.tail(lines))) {
            return rest(reader);
        }
    }

    @Test
    void aReaderGoesOnWithWhatIsSaidLater() throws IOException {
        try (LogReader reader = log.read(LogPlace.START)) {
            assertEquals("", rest(reader), "before anything was said");
            say("log", "one\n");
            assertEquals("one\n", rest(reader));
            say("log", "two\nthr");
            assertEquals("two\nthr", rest(reader));
            say("log", "ee\n");
            say("log.1", "four\n");
            assertEquals("ee\nfour\n", rest(reader));
            say("log.2", "five\n");
            assertEquals("five\n", rest(reader));
        }
    }

    @Test
    void anEmptyPartIsNotTheNextOne() throws IOException {
        say("log", "one\n");
        say("log.1", "");
        try (LogReader reader = log.read(LogPlace.START)) {
            assertEquals("one\n", rest(reader));
            Files.delete(run.resolve("log.1"));
            // The command has ended, was started again, and goes on where there is room.
            say("log", "two\n");
            assertEquals("two\n", rest(reader));
        }
    }

    @Test
    void whatIsOpenIsReadThoughItBeDeletedAndWhatIsGoneIsToldOf() throws IOException {
        say("log", "begin\n");
        say("log.1", "one\n");
        try (LogReader reader = log.read(LogPlace.START)) {
            assertEquals("begin\none\n", rest(reader));
            say("log.1", "more\n");
            Files.delete(run.resolve("log.1"));
            say("log.4", "four\n");
            say("log.5", "five\n");
            assertEquals("more\n" + GAP + "four\nfive\n", rest(reader));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, 6;", "2, 5;6;", "4, 3;4;5;6;", "5, 2;3;4;5;6;", "6, 1;2;3;4;5;6;", "99, 1;2;3;4;5;6;"})
    void theTailIsTheLastLinesOverAllParts(int lines, String expected) throws IOException {
        say("log", "1\n2\n");
        say("log.1", "3\n");
        say("log.2", "4\n5\n6\n");
        assertEquals(expected.replace(';', '\n'), last(lines));
    }

    @Test
    void aLineThatHasNoEndYetIsOne() throws IOException {
        say("log", "1\n2\n3");
        assertEquals("3", last(1));
        assertEquals("2\n3", last(2));
        assertEquals("1\n2\n3", last(3));
    }

    @Test
    void linesMayBeLongerThanABlockAndBeginInAnEarlierPart() throws IOException {
        String high = "x".repeat(200_000);
        say("log", "first\n" + high);
        say("log.1", high + "\nlast\n");
        assertEquals("last\n", last(1));
        assertEquals(high + high + "\nlast\n", last(2));
        assertEquals("first\n" + high + high + "\nlast\n", last(3));
    }

    @Test
    void theTailOfNothingIsTheBeginning() throws IOException {
        assertEquals(LogPlace.START, log.tail(10));
        try (LogReader reader = log.read(log.tail(0))) {
            say("log", "later\n");
            assertEquals("later\n", rest(reader));
        }
    }

    @Test
    void aSnapshotStaysWhatItWas() throws IOException {
        say("log", "begin\n");
        say("log.2", "two\n");
        say("log.3", "three\n");
        String whole = "begin\n" + GAP + "two\nthree\n";
        int length = whole.getBytes(StandardCharsets.UTF_8).length;
        try (LogSnapshot snapshot = log.snapshot()) {
            say("log.3", "more\n");
            Files.delete(run.resolve("log.2"));
            assertEquals(length, snapshot.length());
            assertEquals(whole, text(snapshot, 0, length));
            byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
            for (int from = 0; from < length; from++) {
                String expected = new String(bytes, from, length - from, StandardCharsets.ISO_8859_1);
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                snapshot.copy(from, length - from, out);
                assertEquals(expected, out.toString(StandardCharsets.ISO_8859_1));
            }
            assertThrows(IOException.class, () -> text(snapshot, 1, length));
        }
    }

    private static String text(LogSnapshot snapshot, long offset, long count) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        snapshot.copy(offset, count, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void ofNoLogTheSnapshotIsEmpty() throws IOException {
        try (LogSnapshot snapshot = new CommandLog(run.resolve("none")).snapshot()) {
            assertEquals(0, snapshot.length());
        }
    }
}
