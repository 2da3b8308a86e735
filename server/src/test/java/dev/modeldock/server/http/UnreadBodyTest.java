package dev.modeldock.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.logs.LogCapture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.Level;

/** Clients that are refused before all of their body was read; the server's idle timeout is 30 s. */
class UnreadBodyTest {
    private static LogCapture log;
    private static WebServer server;

    @BeforeAll
    static void start() {
        log = new LogCapture(Level.INFO);
        server = WebServer.start(WebOptions.local(), routes -> {
            for (Problem problem : Problem.values()) {
                routes.post("/v1/" + problem, ctx -> {
                    throw new DockException(problem, "A sentence.");
                });
            }
        });
    }

    @AfterAll
    static void stop() {
        server.close();
        log.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"VALIDATION_ERROR", "TOO_LARGE"})
    void aSilentClientIsAnsweredSoon(Problem problem) throws IOException {
        long begin = System.nanoTime();
        String answer = RawClient.exchange(server.address(), head(problem, 1_000_000) + "some");
        assertTrue(answer.contains("A sentence."), answer);
        assertTrue(millisSince(begin) < 4_000, () -> "it took " + millisSince(begin) + " ms");
    }

    @Test
    void strangersAreNotWaitedForAtAll() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        long begin = System.nanoTime();
        try {
            for (int i = 0; i < 200; i++) {
                RawClient client = new RawClient(server.address());
                clients.add(client);
                client.send(head(i % 2 == 0 ? Problem.UNAUTHORIZED : Problem.FORBIDDEN, 1_000_000));
            }
            for (RawClient client : clients) {
                String answer = client.readAll();
                assertTrue(answer.contains("A sentence."), answer);
                assertTrue(answer.contains("Connection: close"), answer);
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
        assertTrue(millisSince(begin) < 4_000, () -> "it took " + millisSince(begin) + " ms");
    }

    @Test
    void aSmallBodyOfAStrangerKeepsItsConnection() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            for (int i = 0; i < 3; i++) {
                client.send(head(Problem.UNAUTHORIZED, 1_000) + "x".repeat(1_000));
                String answer = client.readHead();
                assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
                int length = Integer.parseInt(answer.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
                assertEquals(length, client.in().readNBytes(length).length);
            }
        }
    }

    @Test
    void aLargeRefusedBodyIsReadAway() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + "/v1/VALIDATION_ERROR"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[64 << 20]))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().contains("A sentence."), answer.body());
    }

    private static String head(Problem problem, int length) {
        return "POST /v1/" + problem + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static long millisSince(long begin) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }
}
