package dev.modeldock.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.modeldock.server.logs.LogCapture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/** The documented calls, sent by the real curl. */
class MultipartUploadTest {
    @TempDir
    Path directory;

    private Path stored;
    private LogCapture log;
    private WebServer server;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(hasCurl(), "curl is not installed on this machine");
        log = new LogCapture(Level.INFO);
        stored = directory.resolve("stored");
        server = WebServer.start(
                WebOptions.local(),
                routes -> routes.post("/api/public/files/session/{sessionId}", ctx -> {
                    FormParts form = new FormParts(headers -> new FileSink(stored));
                    MultipartReader.read(ctx.req().getInputStream(), ctx.req().getContentType(), form);
                    ctx.json(Map.of("chunkNumber", form.text("chunkNumber").orElse("none")));
                }));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
            log.close();
        }
    }

    @Test
    void theDocumentedChunkCallWorksAsPrinted() throws Exception {
        byte[] chunk = chunk(3_000_001);
        String answer = curl(
                "--header",
                "x-api-key: kg-1",
                "--header",
                "Content-Type: application/json",
                "--form",
                "file=@\"" + directory.resolve("chunk") + "\"",
                "--form",
                "chunkNumber=\"0\"");
        assertEquals("{\"chunkNumber\":\"0\"}", answer);
        assertArrayEquals(chunk, Files.readAllBytes(stored));
    }

    @Test
    void anOrdinaryFormWorksInAnyOrder() throws Exception {
        byte[] chunk = chunk(70_000);
        String answer = curl("--form", "chunkNumber=7", "--form", "file=@" + directory.resolve("chunk"));
        assertEquals("{\"chunkNumber\":\"7\"}", answer);
        assertArrayEquals(chunk, Files.readAllBytes(stored));
    }

    @Test
    void aChunkedTransferWorks() throws Exception {
        byte[] chunk = chunk(500_000);
        String answer = curl(
                "--header",
                "Transfer-Encoding: chunked",
                "--form",
                "file=@" + directory.resolve("chunk"),
                "--form",
                "chunkNumber=1");
        assertEquals("{\"chunkNumber\":\"1\"}", answer);
        assertArrayEquals(chunk, Files.readAllBytes(stored));
    }

    @Test
    void aBodyThatIsNoFormGetsASentence() throws Exception {
        String answer = curl("--header", "Content-Type: application/json", "--data", "{}");
        assertTrue(answer.contains("VALIDATION_ERROR") && answer.contains("--form file=@name"), answer);
    }

    @Test
    void aConnectionThatBreaksDiscardsThePart() throws Exception {
        try (RawClient raw = new RawClient(server.address())) {
            raw.send("POST /api/public/files/session/s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
                    + "Content-Type: multipart/form-data; boundary=B\r\n\r\n"
                    + "--B\r\nContent-Disposition: form-data; name=file\r\n\r\n" + "x".repeat(50_000));
        }
        try (RawClient raw = new RawClient(server.address())) {
            raw.send("POST /api/public/files/session/s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Transfer-Encoding: chunked\r\nContent-Type: multipart/form-data; boundary=B\r\n\r\n"
                    + "35\r\n--B\r\nContent-Disposition: form-data; name=file\r\n\r\nxxx\r\n0\r\n\r\n");
            String answer = raw.readAll();
            assertTrue(answer.startsWith("HTTP/1.1 400 ") && answer.contains("ends before"), answer);
        }
        server.close();
        assertFalse(Files.exists(stored), "a part that never was whole is still there");
        assertFalse(log.text().contains(" ERROR "), log.text());
    }

    private byte[] chunk(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        // A chunk may well look like the beginning of a boundary.
        bytes[0] = '-';
        bytes[1] = '-';
        Files.write(directory.resolve("chunk"), bytes);
        return bytes;
    }

    private String curl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--location"));
        command.add(server.address() + "/api/public/files/session/5c");
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return answer;
    }

    private static boolean hasCurl() {
        try {
            Process process = new ProcessBuilder("curl", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static final class FileSink implements PartSink {
        private final Path path;
        private final OutputStream out;
        private final WritableByteChannel channel;

        FileSink(Path path) throws IOException {
            this.path = path;
            this.out = Files.newOutputStream(path);
            this.channel = Channels.newChannel(out);
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            channel.write(bytes);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }

        @Override
        public void discard() {
            try {
                out.close();
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
