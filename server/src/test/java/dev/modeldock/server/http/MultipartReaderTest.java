package dev.modeldock.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartReaderTest {
    private static final String TYPE = "multipart/form-data; boundary=BBBB";

    /** Keeps every part, and remembers how each ended. */
    private static final class Kept implements PartHandler {
        final List<PartHeaders> headers = new ArrayList<>();
        final List<byte[]> contents = new ArrayList<>();
        int discarded;

        @Override
        public PartSink open(PartHeaders part) {
            headers.add(part);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            return new PartSink() {
                @Override
                public void write(ByteBuffer content) {
                    byte[] copy = new byte[content.remaining()];
                    content.get(copy);
                    bytes.writeBytes(copy);
                }

                @Override
                public void close() {
                    contents.add(bytes.toByteArray());
                }

                @Override
                public void discard() {
                    discarded++;
                }
            };
        }

        String text(int part) {
            return new String(contents.get(part), StandardCharsets.ISO_8859_1);
        }
    }

    /** A body that arrives in pieces of a given size, as a network may cut it. */
    private static InputStream inPieces(byte[] body, int size) {
        return new ByteArrayInputStream(body) {
            @Override
            public synchronized int read(byte[] into, int offset, int count) {
                return super.read(into, offset, Math.min(count, size));
            }
        };
    }

    private static Kept read(String contentType, String body) throws IOException {
        return read(contentType, body.getBytes(StandardCharsets.ISO_8859_1), Integer.MAX_VALUE);
    }

    private static Kept read(String contentType, byte[] body, int pieces) throws IOException {
        Kept kept = new Kept();
        MultipartReader.read(inPieces(body, pieces), contentType, kept);
        return kept;
    }

    private static String part(String headers, String content) {
        return "--BBBB\r\n" + headers + "\r\n\r\n" + content + "\r\n";
    }

    private static String field(String name, String content) {
        return part("Content-Disposition: form-data; name=\"" + name + "\"", content);
    }

    @Test
    void theDocumentedCallIsRead() throws IOException {
        String body = "--------------------------ebce243b7fe8cf14\r\n"
                + "Content-Disposition: attachment; name=\"file\"; filename=\"c.bin\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\nbytes\r\n"
                + "--------------------------ebce243b7fe8cf14\r\n"
                + "Content-Disposition: attachment; name=\"chunkNumber\"\r\n\r\n\"0\"\r\n"
                + "--------------------------ebce243b7fe8cf14--\r\n";

        Kept kept = read("application/json; boundary=------------------------ebce243b7fe8cf14", body);

        assertEquals(new PartHeaders("file", "c.bin", "application/octet-stream"), kept.headers.get(0));
        assertEquals("bytes", kept.text(0));
        assertEquals(new PartHeaders("chunkNumber", null, null), kept.headers.get(1));
        assertEquals("\"0\"", kept.text(1));
    }

    @Test
    void aBodyWithoutAnnouncedBoundaryTellsItsOwn() throws IOException {
        String body = field("a", "1") + field("b", "") + "--BBBB--";
        for (String type : new String[] {null, "application/octet-stream", "multipart/form-data"}) {
            Kept kept = read(type, body.getBytes(StandardCharsets.ISO_8859_1), 1);
            assertEquals("1", kept.text(0));
            assertEquals("", kept.text(1));
        }
    }

    @Test
    void contentSurvivesWhereverTheNetworkCutsIt() throws IOException {
        String[] pieces = {"-", "\r", "\n", "B", "--", "\r\n", "\r\n--BBB", "--BBBB", "x"};
        Random random = new Random(1);
        for (int round = 0; round < 3000; round++) {
            StringBuilder content = new StringBuilder();
            for (int i = random.nextInt(8); i > 0; i--) {
                content.append(pieces[random.nextInt(pieces.length)]);
            }
            if (("\r\n" + content + "\r\n").contains("\r\n--BBBB")) {
                continue;
            }
            byte[] body = (field("f", content.toString()) + field("g", "end") + "--BBBB--\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            for (int size : new int[] {1, 2, 3, 5, 7, 59, 60, 61, 62, 1000}) {
                Kept kept = read(TYPE, body, size);
                assertEquals(content.toString(), kept.text(0), "in pieces of " + size);
                assertEquals("end", kept.text(1));
            }
        }
    }

    @Test
    void largeContentArrivesByteForByte() throws IOException {
        byte[] content = new byte[3_000_017];
        new Random(2).nextBytes(content);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(
                "--BBBB\r\nContent-Disposition: form-data; name=file\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(content);
        body.writeBytes("\r\n--BBBB--\r\n".getBytes(StandardCharsets.US_ASCII));
        for (int size : new int[] {8192, 65_536, 131_072, 1 << 20}) {
            assertArrayEquals(
                    content, read(TYPE, body.toByteArray(), size).contents.get(0));
        }
    }

    @Test
    void preambleEpilogueAndPaddingAreThrownAway() throws IOException {
        Kept kept =
                read(TYPE, "hello\r\n--BBBB \t\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--BBBB--\r\nbye");
        assertEquals(1, kept.contents.size());
        assertEquals("1", kept.text(0));
    }

    @Test
    void namesAreReadInAllTheirSpellings() throws IOException {
        assertEquals("a;b \"c\".tar", filename("form-data; name=\"f\"; filename=\"a;b \\\"c\\\".tar\""));
        assertEquals("C:\\x\\y.tar", filename("attachment; filename=\"C:\\x\\y.tar\"; name=f"));
        assertEquals("ü €.tar", filename("form-data; name=f; filename=x; filename*=UTF-8''%C3%BC%20%E2%82%AC.tar"));
        assertEquals("%22.tar", filename("form-data; name=f; FILENAME=%22.tar"));
        assertEquals("", filename("form-data; name=f; filename=\"\""));
        assertNull(filename("form-data; name=f"));
    }

    private static String filename(String disposition) throws IOException {
        return read(TYPE, part("content-disposition: " + disposition, "") + "--BBBB--")
                .headers
                .get(0)
                .filename();
    }

    @Test
    void aBodyThatIsNoMultipartIsRefusedWithWhatWasFound() {
        DockException refusal = assertThrows(DockException.class, () -> read("application/json", "{\"a\":1}"));
        assertEquals(Problem.VALIDATION_ERROR, refusal.problem());
        assertTrue(refusal.getMessage().contains("application/json"), refusal.getMessage());
        assertThrows(DockException.class, () -> read(null, ""));
        assertThrows(DockException.class, () -> read(TYPE, "there is no boundary here"));
    }

    @Test
    void aBodyThatEndsTooEarlyIsRefusedAndItsPartDiscarded() {
        String whole = field("file", "0123456789") + "--BBBB--";
        for (int length = 1; length < whole.length(); length++) {
            byte[] cut = whole.substring(0, length).getBytes(StandardCharsets.ISO_8859_1);
            Kept kept = new Kept();
            DockException refusal = assertThrows(
                    DockException.class,
                    () -> MultipartReader.read(new ByteArrayInputStream(cut), TYPE, kept),
                    "cut at " + length);
            assertEquals(Problem.VALIDATION_ERROR, refusal.problem());
            assertEquals(kept.headers.size(), kept.discarded + kept.contents.size());
        }
    }

    @Test
    void whatIsOutOfBoundsIsRefused() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 33; i++) {
            many.append(field("a" + i, ""));
        }
        assertRefused(many + "--BBBB--", "more than 32 parts");
        assertRefused(part("X: " + "y".repeat(20_000), ""), "too long");
        assertRefused(part("X: y\r\n".repeat(4000) + "Z: y", ""), "too long");
        assertRefused(part("no colon here", ""), "without a name");
        assertRefused(part("Content-Type: text/plain", ""), "no name");
        assertRefused(field("a", "x") + "--BBBBC\r\n", "is none");
        assertRefused("p".repeat(70_000) + "\r\n" + field("a", "x") + "--BBBB--", "begin with its boundary");
        assertRefused(field("a", "x") + "--BBBB--" + "e".repeat(70_000), "follow");
    }

    private static void assertRefused(String body, String words) {
        DockException refusal = assertThrows(DockException.class, () -> read(TYPE, body));
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }

    @Test
    void textFieldsAreKeptAndBoundedWhileFilesPassThrough() throws IOException {
        Kept files = new Kept();
        FormParts form = new FormParts(files);
        String body = field("file", "raw") + field("chunkNumber", "7")
                + part("Content-Disposition: form-data; name=other; filename=o", "o") + "--BBBB--";
        MultipartReader.read(inPieces(body.getBytes(StandardCharsets.UTF_8), 3), TYPE, form);
        assertEquals("7", form.text("chunkNumber").orElseThrow());
        assertTrue(form.text("file").isEmpty());
        assertEquals("raw", files.text(0));
        assertEquals("o", files.text(1));

        byte[] tooLong = (field("chunkNumber", "9".repeat(65_537)) + "--BBBB--").getBytes(StandardCharsets.UTF_8);
        DockException refusal = assertThrows(
                DockException.class, () -> MultipartReader.read(inPieces(tooLong, 1000), TYPE, new FormParts(files)));
        assertEquals(Problem.TOO_LARGE, refusal.problem());
    }

    @Test
    void aTextFieldThatContradictsItselfIsNamed() throws IOException {
        FormParts form = new FormParts(new Kept());
        byte[] same =
                (field("chunkNumber", "7") + field("chunkNumber", "7") + "--BBBB--").getBytes(StandardCharsets.UTF_8);
        MultipartReader.read(inPieces(same, 1000), TYPE, form);
        assertEquals("7", form.text("chunkNumber").orElseThrow());

        byte[] two =
                (field("chunkNumber", "7") + field("chunkNumber", "8") + "--BBBB--").getBytes(StandardCharsets.UTF_8);
        DockException refusal = assertThrows(
                DockException.class, () -> MultipartReader.read(inPieces(two, 1000), TYPE, new FormParts(new Kept())));
        assertEquals(Problem.VALIDATION_ERROR, refusal.problem());
        assertTrue(refusal.getMessage().contains("\"chunkNumber\""), refusal.getMessage());
    }

    @Test
    void linesThatEndInLineFeedsOnlyAreCalledSo() {
        assertRefused((field("a", "x") + field("b", "y") + "--BBBB--\r\n").replace("\r\n", "\n"), "CRLF");
    }

    @Test
    void aFullDiskPassesThroughAndThePartIsDiscarded() {
        IOException full = new IOException("No space left on device");
        boolean[] discarded = {false};
        PartHandler handler = headers -> new PartSink() {
            @Override
            public void write(ByteBuffer content) throws IOException {
                throw full;
            }

            @Override
            public void close() {
                throw new AssertionError("a part that failed is no whole part");
            }

            @Override
            public void discard() {
                discarded[0] = true;
            }
        };
        byte[] body = (field("file", "x") + "--BBBB--").getBytes(StandardCharsets.UTF_8);
        IOException seen =
                assertThrows(IOException.class, () -> MultipartReader.read(inPieces(body, 9), TYPE, handler));
        assertSame(full, seen);
        assertTrue(discarded[0]);
    }
}
