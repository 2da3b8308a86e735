package dev.modeldock.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.logs.LogCapture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class WebServerTest {
    private static final Logger LOG = LoggerFactory.getLogger(WebServerTest.class);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static LogCapture log;
    private static WebServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        log = new LogCapture(Level.INFO);
        server = WebServer.start(WebOptions.local(), routes -> {
            routes.get("/v1/models/{id}", ctx -> {
                if (Paths.id(ctx, "id").equals("none")) {
                    throw new DockException(Problem.NOT_FOUND, "There is no model none.");
                }
                ctx.json(Map.of("id", Paths.id(ctx, "id")));
            });
            routes.delete("/v1/models/{id}", ctx -> ctx.status(204));
            routes.get("/v1/models/{id}/files/<path>", ctx -> ctx.json(Map.of("path", ctx.pathParam("path"))));
            routes.post("/api/public/files/session/{id}/complete", ctx -> ctx.json(Map.of("id", Paths.id(ctx, "id"))));
            routes.post("/v1/echo", ctx -> ctx.json(JsonBody.of(ctx).object()));
            routes.post("/v1/unread", ctx -> {
                throw new DockException(Problem.VALIDATION_ERROR, "The first byte is wrong.");
            });
            routes.get("/v1/fault", ctx -> {
                throw new IllegalStateException("/srv/secret/path");
            });
            routes.get("/v1/error", ctx -> {
                throw new StackOverflowError();
            });
            routes.get("/v1/said", ctx -> LOG.info("said by the route"));
            for (Problem problem : Problem.values()) {
                routes.get("/v1/problem/" + problem, ctx -> {
                    throw new DockException(problem, "A sentence.", Map.of("missingChunks", List.of(1, 2)));
                });
                routes.get("/api/public/problem/" + problem, ctx -> {
                    throw new DockException(problem, "A sentence.", Map.of("missingChunks", List.of(1, 2)));
                });
                routes.get("/api/v1/problem/" + problem, ctx -> {
                    throw new DockException(problem, "A sentence.", Map.of("missingChunks", List.of(1, 2)));
                });
            }
        });
    }

    @AfterAll
    static void stop() {
        server.close();
        log.close();
    }

    @Test
    void everyProblemHasItsStatusInBothFamilies() throws Exception {
        for (Problem problem : Problem.values()) {
            HttpResponse<String> own = get("/v1/problem/" + problem);
            assertEquals(ApiFamily.NATIVE.status(problem), own.statusCode());
            JsonNode body = json(own);
            assertEquals(problem.name(), body.path("code").asText());

            HttpResponse<String> open = get("/api/public/problem/" + problem);
            assertEquals(ApiFamily.PUBLIC.status(problem), open.statusCode());
            JsonNode other = json(open);
            assertFalse(other.path("success").asBoolean(true));
            assertEquals(problem.name(), other.at("/error/code").asText());
            assertEquals(problem.name(), other.at("/errors/0/code").asText());
            assertEquals(other.path("message"), other.at("/error/message"));
            assertEquals(other.path("message"), other.at("/errors/0/msg"));
            if (problem != Problem.SERVER_ERROR) {
                assertEquals("A sentence.", body.path("message").asText());
                assertEquals("[1,2]", other.path("missingChunks").toString());
            }
        }
        assertTrue(header(get("/v1/problem/UNAUTHORIZED"), "WWW-Authenticate").startsWith("Bearer"));
        assertEquals("2", header(get("/v1/problem/NOT_READY"), "Retry-After"));
        assertEquals(413, get("/v1/problem/INSUFFICIENT_STORAGE").statusCode());
        assertEquals(410, get("/v1/problem/SESSION_EXPIRED").statusCode());
        assertEquals(409, get("/v1/problem/NOT_READY").statusCode());
    }

    @Test
    void everyProblemOfTaoIsACodeThatIsTheStatusAndASentence() throws Exception {
        for (Problem problem : Problem.values()) {
            HttpResponse<String> answer = get("/api/v1/problem/" + problem);
            assertEquals(ApiFamily.TAO.status(problem), answer.statusCode());
            JsonNode body = json(answer);
            assertEquals(answer.statusCode(), body.path("error_code").intValue());
            assertFalse(body.has("code") || body.has("message") || body.has("success"), answer.body());
            if (problem == Problem.SERVER_ERROR) {
                String reference = body.path("reference").asText();
                assertTrue(body.path("error_desc").asText().contains(reference), answer.body());
                assertTrue(log.text().contains("reference=" + reference), log.text());
            } else {
                assertEquals("A sentence.", body.path("error_desc").asText());
            }
        }
    }

    @Test
    void aFaultShowsAReferenceThatStandsInTheLogWithTheCause() throws Exception {
        for (String path : List.of("/v1/fault", "/v1/error")) {
            HttpResponse<String> answer = get(path);
            assertEquals(500, answer.statusCode());
            JsonNode body = json(answer);
            assertEquals("SERVER_ERROR", body.path("code").asText());
            assertFalse(answer.body().contains("secret") || answer.body().contains("Exception"), answer.body());
            String reference = body.path("reference").asText();
            String line = log.text()
                    .lines()
                    .filter(each -> each.contains("reference=" + reference))
                    .findFirst()
                    .orElse("");
            assertTrue(line.contains("cause=java.lang."), line);
            assertTrue(line.contains("request=" + header(answer, "X-Request-Id")), line);
        }
    }

    @Test
    void unknownRoutesAndWrongMethodsSpeakTheirFamily() throws Exception {
        HttpResponse<String> unknown = get("/v1/nothing");
        assertEquals(404, unknown.statusCode());
        assertEquals("NOT_FOUND", json(unknown).path("code").asText());
        assertEquals(
                "NOT_FOUND",
                json(get("//api//public/nothing")).at("/error/code").asText());

        HttpResponse<String> wrong = send("PUT", "/v1/models/a", "");
        assertEquals(405, wrong.statusCode());
        assertEquals("DELETE,GET,HEAD", sorted(header(wrong, "Allow")));
        assertEquals("METHOD_NOT_ALLOWED", json(wrong).path("code").asText());
    }

    private static String sorted(String list) {
        String[] words = list.split(", ");
        Arrays.sort(words);
        return String.join(",", words);
    }

    @Test
    void pathsAreTakenAsTheDocumentsPrintThem() throws Exception {
        for (String path : List.of(
                "/v1/models/cm-1", "/v1/models/cm-1/", "//v1/models//cm-1", "/v1/models/:cm-1", "/v1/models/%3Acm-1")) {
            String answer = raw("GET " + path);
            assertTrue(answer.contains("{\"id\":\"cm-1\"}"), path + ": " + answer);
        }
        String complete = raw("POST //api/public/files/session/:s-1/complete");
        assertTrue(complete.contains("{\"id\":\"s-1\"}"), complete);
    }

    @Test
    void namesOfFilesMayHoldAnyCharacter() throws Exception {
        assertEquals("a b/c+d%.bin", filePath("a%20b/c+d%25.bin"));
        assertEquals("1/2", filePath("1%2F2"));
        assertEquals("ü/€", filePath("%C3%BC/%E2%82%AC"));
        assertEquals("a;b=c", filePath("a;b=c"));
        assertEquals("a;b", filePath("a%3Bb"));
        assertEquals("q?#", filePath("q%3F%23"));
        assertEquals("..%2f", filePath("..%252f"));
        assertEquals("a\\b", filePath("a%5Cb"));
        assertEquals(".../x", filePath(".../x"));
    }

    private String filePath(String encoded) throws IOException {
        String answer = raw("GET /v1/models/m/files/" + encoded);
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        String body = new String(
                answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                java.nio.charset.StandardCharsets.UTF_8);
        return new ObjectMapper().readTree(body).path("path").asText();
    }

    @Test
    void headAnswersWhatGetAnswersWithoutTheBody() throws Exception {
        String here = raw("HEAD /v1/models/cm-1");
        assertTrue(here.startsWith("HTTP/1.1 200 ") && here.endsWith("\r\n\r\n"), here);
        assertTrue(here.contains("Content-Length: 13"), here);
        String gone = raw("HEAD /v1/models/none");
        assertTrue(gone.startsWith("HTTP/1.1 404 ") && gone.endsWith("\r\n\r\n"), gone);
    }

    @Test
    void whatIsNoHttpIsRefusedInJson() throws Exception {
        List<String> requests = List.of(
                "GET /v1/models/%zz HTTP/1.1\r\nHost: localhost\r\n",
                "GET /v1/models/%00 HTTP/1.1\r\nHost: localhost\r\n",
                "GET /v1/models/a%c3%28 HTTP/1.1\r\nHost: localhost\r\n",
                "GET /v1/models/a HTTP/1.1\r\n",
                "GET /v1/models/a HTTP/9.9\r\nHost: localhost\r\n",
                "NONSENSE\r\n",
                "GET /v1/models/a HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(40_000) + "\r\n",
                "GET /" + "y".repeat(40_000) + " HTTP/1.1\r\nHost: localhost\r\n",
                "GET /v1/models/a HTTP/1.1\r\nHost: localhost\r\nSec-WebSocket-Version: 13\r\nUpgrade: websocket\r\n"
                        + "Transfer-Encoding: nonsense\r\n",
                "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n");
        for (String request : requests) {
            String answer = RawClient.exchange(server.address(), request + "Connection: close\r\n\r\n");
            String start = request.substring(0, Math.min(60, request.length()));
            assertTrue(answer.matches("(?s)HTTP/1\\.1 [45]\\d\\d .*"), start + answer);
            assertFalse(answer.toLowerCase(java.util.Locale.ROOT).contains("<html"), start + answer);
            assertFalse(answer.contains("jetty"), start + answer);
            assertTrue(answer.contains("application/json") && answer.contains("\"code\""), start + answer);
        }
        assertEquals(200, get("/v1/models/a").statusCode());
    }

    @Test
    void bodiesAreReadWhateverTheirContentType() throws Exception {
        HttpResponse<String> answer =
                send("POST", "/v1/echo", "{\"a\":1}", "Content-Type", "application/x-www-form-urlencoded");
        assertEquals("{\"a\":1}", answer.body());
        HttpResponse<String> broken = send("POST", "/v1/echo", "{\"a\":");
        assertEquals(400, broken.statusCode());
        assertEquals("VALIDATION_ERROR", json(broken).path("code").asText());
    }

    @Test
    void aPostWithNeitherBodyNorLengthIsFine() throws Exception {
        assertTrue(raw("POST /api/public/files/session/s-2/complete").contains("{\"id\":\"s-2\"}"));
    }

    @Test
    void aRefusedUploadIsReadAwaySoThatTheSentenceArrives() throws Exception {
        byte[] large = new byte[20 << 20];
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + "/v1/unread"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(large))
                .build();
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(400, answer.statusCode());
            assertTrue(answer.body().contains("The first byte is wrong."));
        }
    }

    @Test
    void aClientThatWaitsForAGoAheadGetsTheRefusalInstead() throws Exception {
        try (RawClient raw = new RawClient(server.address())) {
            raw.send("POST /v1/unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n"
                    + "Expect: 100-continue\r\n\r\n");
            assertTrue(raw.readHead().startsWith("HTTP/1.1 400 "));
        }
    }

    @Test
    void aConnectionThatBreaksInTheBodyHarmsNobody() throws Exception {
        try (RawClient raw = new RawClient(server.address())) {
            raw.send("POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{\"a\":");
        }
        assertEquals(200, get("/v1/models/a").statusCode());
        assertFalse(log.text().contains("Early EOF"), log.text());
    }

    @Test
    void aClientThatStallsIsGivenUpWithASentence() throws Exception {
        WebOptions impatient = new WebOptions("127.0.0.1", 0, "", Duration.ofMillis(200));
        try (WebServer other = WebServer.start(
                        impatient,
                        routes -> routes.post(
                                "/v1/echo", ctx -> ctx.json(JsonBody.of(ctx).object())));
                RawClient raw = new RawClient(other.address())) {
            raw.send("POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{\"a\":");
            String answer = raw.readAll();
            assertTrue(answer.startsWith("HTTP/1.1 408 ") && answer.contains("too slowly"), answer);
        }
        assertFalse(log.text().contains("TimeoutException"), log.text());
    }

    @Test
    void aBodyWithABrokenTransferEncodingIsRefused() throws Exception {
        String answer = RawClient.exchange(
                server.address(),
                "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400 ") && answer.contains("VALIDATION_ERROR"), answer);
    }

    @Test
    void absoluteUrlsGoWhereTheClientCameFromUnlessTheOperatorKnowsBetter() throws Exception {
        Addresses asAsked = new Addresses("");
        Addresses asSet = new Addresses("https://models.example.org/dock");
        try (WebServer other = WebServer.start(WebOptions.local(), routes -> {
            routes.get("/asked", ctx -> ctx.result(asAsked.absolute(ctx, "/v1/x")));
            routes.get("/set", ctx -> ctx.result(asSet.absolute(ctx, "/v1/x")));
        })) {
            String close = " HTTP/1.1\r\nHost: dock.local:99\r\nConnection: close\r\n\r\n";
            assertTrue(RawClient.exchange(other.address(), "GET /asked" + close).endsWith("http://dock.local:99/v1/x"));
            assertTrue(RawClient.exchange(other.address(), "GET /set" + close)
                    .endsWith("https://models.example.org/dock/v1/x"));
        }
    }

    @Test
    void requestIdsAreTakenWhenSaneAndStandInTheLog() throws Exception {
        HttpResponse<String> given = get("/v1/said", "X-Request-Id", "trip-42");
        assertEquals("trip-42", header(given, "X-Request-Id"));
        assertTrue(log.text().contains("request=trip-42: said by the route"), log.text());
        assertTrue(
                header(get("/v1/said", "X-Request-Id", "a b"), "X-Request-Id").matches("[0-9a-f]{16}"));
        assertTrue(header(get("/v1/said"), "X-Request-Id").matches("[0-9a-f]{16}"));
    }

    @Test
    void aTakenPortIsASentence() {
        int taken = server.address().getPort();
        DockException refusal = assertThrows(
                DockException.class, () -> WebServer.start(new WebOptions("127.0.0.1", taken, "", IDLE), routes -> {}));
        assertTrue(refusal.getMessage().contains("port " + taken)
                && refusal.getMessage().contains("--port"));
        DockException elsewhere = assertThrows(
                DockException.class, () -> WebServer.start(new WebOptions("192.0.2.1", 0, "", IDLE), routes -> {}));
        assertTrue(elsewhere.getMessage().contains("192.0.2.1"), elsewhere.getMessage());
        DockException unknown = assertThrows(
                DockException.class,
                () -> WebServer.start(new WebOptions("no-such-host.invalid", 0, "", IDLE), r -> {}));
        assertTrue(unknown.getMessage().contains("no-such-host.invalid"), unknown.getMessage());
    }

    @Test
    void stoppingLetsARunningRequestEnd() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        WebServer other = WebServer.start(
                WebOptions.local(),
                routes -> routes.get("/slow", ctx -> {
                    entered.countDown();
                    assertTrue(go.await(5, TimeUnit.SECONDS));
                    ctx.json(Map.of("done", true));
                }));
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                HttpRequest.newBuilder(URI.create(other.address() + "/slow")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertTrue(entered.await(5, TimeUnit.SECONDS));
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(other::close);
        go.countDown();
        assertEquals("{\"done\":true}", answer.get(5, TimeUnit.SECONDS).body());
        stopped.get(5, TimeUnit.SECONDS);
    }

    @Test
    void stoppingWaitsNeitherForIdleConnectionsNorForEver() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        WebServer other = WebServer.start(WebOptions.local(), routes -> {
            routes.get("/quick", ctx -> ctx.json(Map.of()));
            routes.get("/never", ctx -> {
                entered.countDown();
                try {
                    new CountDownLatch(1).await();
                } finally {
                    interrupted.countDown();
                }
            });
        });
        try (RawClient idle = new RawClient(other.address());
                RawClient stuck = new RawClient(other.address())) {
            idle.send("GET /quick HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertTrue(idle.readHead().startsWith("HTTP/1.1 200 "));
            stuck.send("GET /never HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertTrue(entered.await(5, TimeUnit.SECONDS));
            long start = System.nanoTime();
            other.close();
            assertTrue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) < 4_500, "stopping took too long");
            if (Runtime.version().feature() < 21) {
                // Jetty does not interrupt virtual threads; they end with the process.
                assertTrue(interrupted.await(5, TimeUnit.SECONDS), "a route runs on after the stop");
            }
        }
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, null, headers);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String raw(String line) throws IOException {
        return RawClient.exchange(server.address(), line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
