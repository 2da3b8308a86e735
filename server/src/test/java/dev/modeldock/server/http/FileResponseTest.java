package dev.modeldock.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.logs.LogCapture;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class FileResponseTest {
    private static final byte[] BYTES = new byte[1_000_003];
    private static final Instant MODIFIED = Instant.parse("2026-03-01T12:00:00.250Z");
    private static final String TEN_GIB = String.valueOf(10L << 30);
    private static final CountDownLatch HUNG_UP = new CountDownLatch(1);

    private static LogCapture log;
    private static WebServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        log = new LogCapture(Level.INFO);
        new Random(3).nextBytes(BYTES);
        server = WebServer.start(WebOptions.local(), routes -> {
            routes.get("/file", ctx -> FileResponse.send(ctx, file(FileResponseTest::copy)));
            routes.get(
                    "/stream",
                    ctx -> FileResponse.send(
                            ctx, unknown((from, to, out) -> copy(from, Math.min(to, BYTES.length), out))));
            routes.get(
                    "/broken-stream",
                    ctx -> FileResponse.send(ctx, unknown((from, to, out) -> {
                        copy(0, 900_000, out);
                        out.flush();
                        throw new IOException("the disk is gone");
                    })));
            routes.get(
                    "/broken-file",
                    ctx -> FileResponse.send(ctx, file((from, to, out) -> {
                        copy(0, 900_000, out);
                        throw new IOException("the disk is gone");
                    })));
            routes.get(
                    "/broken-at-once",
                    ctx -> FileResponse.send(ctx, file((from, to, out) -> {
                        throw new IOException("the disk is gone");
                    })));
            routes.get("/endless", ctx -> FileResponse.send(ctx, unknown(FileResponseTest::endless)));
            routes.get(
                    "/huge",
                    ctx -> FileResponse.send(
                            ctx, new FileContent(10L << 30, "h", null, "application/x-tar", null, (from, to, out) -> {
                                for (long i = from; i < to; i++) {
                                    out.write((int) (i % 251));
                                }
                            })));
        });
    }

    private static FileContent file(FileContent.Writer writer) {
        return new FileContent(BYTES.length, "v1", MODIFIED, "application/x-tar", "modèle \"a\".tar", writer);
    }

    private static FileContent unknown(FileContent.Writer writer) {
        return new FileContent(FileContent.UNKNOWN, "v1", null, "application/gzip", "a.tar.gz", writer);
    }

    private static void copy(long from, long to, OutputStream out) throws IOException {
        out.write(BYTES, (int) from, (int) (to - from));
    }

    private static void endless(long from, long to, OutputStream out) throws IOException {
        try {
            while (true) {
                out.write(BYTES);
            }
        } finally {
            HUNG_UP.countDown();
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        log.close();
    }

    @Test
    void theWholeHasItsExactLengthAndDescribesItself() throws Exception {
        HttpResponse<byte[]> answer = get("/file");
        assertEquals(200, answer.statusCode());
        assertArrayEquals(BYTES, answer.body());
        assertHeader(answer, "Content-Length", "1000003");
        assertHeader(answer, "Accept-Ranges", "bytes");
        assertHeader(answer, "ETag", "\"v1\"");
        assertHeader(answer, "Last-Modified", "Sun, 01 Mar 2026 12:00:00 GMT");
        assertHeader(answer, "Content-Type", "application/x-tar");
        assertHeader(
                answer,
                "Content-Disposition",
                "attachment; filename=\"mod_le _a_.tar\"; filename*=UTF-8''mod%C3%A8le%20%22a%22.tar");
    }

    @Test
    void aRangeIsExactlyItsBytes() throws Exception {
        assertPart("bytes=100-199", 100, 200);
        assertPart("bytes=0-0", 0, 1);
        assertPart("bytes=-500", BYTES.length - 500, BYTES.length);
        assertPart("bytes=999999-", 999_999, BYTES.length);
        assertPart("bytes=300000-9999999", 300_000, BYTES.length);
    }

    private void assertPart(String range, int from, int to) throws Exception {
        HttpResponse<byte[]> answer = get("/file", "Range", range);
        assertEquals(206, answer.statusCode(), range);
        assertHeader(answer, "Content-Range", "bytes " + from + "-" + (to - 1) + "/1000003");
        assertHeader(answer, "Content-Length", String.valueOf(to - from));
        assertArrayEquals(Arrays.copyOfRange(BYTES, from, to), answer.body(), range);
    }

    @Test
    void aRangeBehindTheEndIs416WithTheLength() throws Exception {
        HttpResponse<byte[]> answer = get("/file", "Range", "bytes=1000003-");
        assertEquals(416, answer.statusCode());
        assertHeader(answer, "Content-Range", "bytes */1000003");
        assertTrue(new String(answer.body(), StandardCharsets.UTF_8).contains("RANGE_NOT_SATISFIABLE"));
        assertFalse(answer.headers().firstValue("Content-Disposition").isPresent());
    }

    @Test
    void severalRangesAndNonsenseGiveTheWhole() throws Exception {
        for (String range : new String[] {"bytes=0-1,5-6", "chapters=1-2", "bytes=9-3"}) {
            HttpResponse<byte[]> answer = get("/file", "Range", range);
            assertEquals(200, answer.statusCode(), range);
            assertEquals(BYTES.length, answer.body().length);
        }
    }

    @Test
    void aRangeIsObeyedOnlyIfTheContentIsStillTheSame() throws Exception {
        assertEquals(
                206, get("/file", "Range", "bytes=0-9", "If-Range", "\"v1\"").statusCode());
        assertEquals(
                206,
                get("/file", "Range", "bytes=0-9", "If-Range", "Sun, 01 Mar 2026 12:00:00 GMT")
                        .statusCode());
        for (String other : new String[] {"\"v0\"", "W/\"v1\"", "Sun, 01 Mar 2026 11:59:59 GMT", "rubbish"}) {
            assertEquals(
                    200, get("/file", "Range", "bytes=0-9", "If-Range", other).statusCode(), other);
        }
    }

    @Test
    void whatTheClientHasIsNotSentAgain() throws Exception {
        for (String tags : new String[] {"\"v1\"", "W/\"v1\"", "\"a\", \"v1\"", "*"}) {
            HttpResponse<byte[]> answer = get("/file", "If-None-Match", tags);
            assertEquals(304, answer.statusCode(), tags);
            assertEquals(0, answer.body().length);
            assertHeader(answer, "ETag", "\"v1\"");
        }
        assertEquals(200, get("/file", "If-None-Match", "\"v2\"").statusCode());
        assertEquals(
                304,
                get("/file", "If-Modified-Since", "Sun, 01 Mar 2026 12:00:00 GMT")
                        .statusCode());
        assertEquals(
                200,
                get("/file", "If-Modified-Since", "Sun, 01 Mar 2026 11:00:00 GMT")
                        .statusCode());
        assertEquals(412, get("/file", "If-Match", "\"v2\"").statusCode());
        assertEquals(200, get("/file", "If-Match", "\"v2\", \"v1\"").statusCode());
    }

    @Test
    void headIsTheSameWithoutTheBody() throws Exception {
        String answer = head("/file", "");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.contains("\r\nContent-Length: 1000003\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), "HEAD has a body");

        answer = head("/file", "Range: bytes=5-9\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 206 "), answer);
        assertTrue(answer.contains("\r\nContent-Length: 5\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), "HEAD has a body");

        answer = head("/huge", "");
        assertTrue(answer.contains("\r\nContent-Length: " + TEN_GIB + "\r\n"), answer);
        assertTrue(head("/stream", "").startsWith("HTTP/1.1 200 "));
    }

    @Test
    void aRangeFarOutInHugeContentComesAtOnce() throws Exception {
        HttpResponse<byte[]> answer = get("/huge", "Range", "bytes=9999999999-10000000008");
        assertEquals(206, answer.statusCode());
        assertHeader(answer, "Content-Range", "bytes 9999999999-10000000008/" + TEN_GIB);
        assertEquals((byte) (9_999_999_999L % 251), answer.body()[0]);
        assertEquals(10, answer.body().length);
    }

    @Test
    void contentOfUnknownLengthStreamsWithoutRanges() throws Exception {
        HttpResponse<byte[]> answer = get("/stream", "Range", "bytes=0-9");
        assertEquals(200, answer.statusCode());
        assertHeader(answer, "Accept-Ranges", "none");
        assertArrayEquals(BYTES, answer.body());
    }

    @Test
    void contentThatBreaksIsNeverTakenForWhole() {
        assertThrows(IOException.class, () -> get("/broken-stream"));
        assertThrows(IOException.class, () -> get("/broken-file"));
        assertTrue(
                log.text().contains("The download of /broken-stream broke off; cause=java.io.IOException: the disk"));
        assertFalse(log.text().contains("io.javalin.Javalin"), log.text());
    }

    @Test
    void contentThatBreaksBeforeItsFirstByteIsAnError() throws Exception {
        HttpResponse<byte[]> answer = get("/broken-at-once");
        assertEquals(500, answer.statusCode());
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        assertTrue(body.contains("SERVER_ERROR") && !body.contains("disk"), body);
        assertFalse(answer.headers().firstValue("ETag").isPresent());
        assertTrue(answer.headers().firstValue("X-Request-Id").isPresent());
    }

    @Test
    void aClientThatHangsUpEndsTheWriting() throws Exception {
        try (RawClient raw = new RawClient(server.address())) {
            raw.send("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertTrue(raw.readHead().startsWith("HTTP/1.1 200"));
        }
        assertTrue(HUNG_UP.await(10, TimeUnit.SECONDS), "the server is still writing to nobody");
        assertEquals(200, get("/file").statusCode());
        assertFalse(log.text().contains("/endless"), log.text());
    }

    private String head(String path, String headers) throws IOException {
        return RawClient.exchange(
                server.address(),
                "HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Connection: close\r\n\r\n");
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void assertHeader(HttpResponse<?> answer, String name, String value) {
        assertEquals(value, answer.headers().firstValue(name).orElse("nothing"), name);
    }
}
