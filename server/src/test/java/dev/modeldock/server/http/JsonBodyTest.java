package dev.modeldock.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.logs.LogCapture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class JsonBodyTest {
    private static LogCapture log;
    private static WebServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        log = new LogCapture(Level.INFO);
        server = WebServer.start(WebOptions.local(), routes -> {
            routes.post("/text", ctx -> ctx.json(Map.of("is", JsonBody.of(ctx).text("a"))));
            routes.post("/number", ctx -> ctx.json(Map.of("is", JsonBody.of(ctx).wholeNumber("a"))));
            routes.post("/flag", ctx -> ctx.json(Map.of("is", JsonBody.of(ctx).flag("a", false))));
        });
    }

    @AfterAll
    static void stop() {
        log.close();
        server.close();
    }

    @Test
    void valuesAreTakenInTheSpellingsOfTheDocuments() throws Exception {
        assertIs("/text", "{\"a\":\"x\",\"unknown\":[1]}", "\"x\"");
        assertIs("/number", "{\"a\":1100}", "1100");
        assertIs("/number", "{\"a\":\" 1100 \"}", "1100");
        assertIs("/number", "{\"a\":3.0}", "3");
        assertIs("/number", "{\"a\":-9223372036854775808}", "-9223372036854775808");
        assertIs("/flag", "{\"a\":true}", "true");
        assertIs("/flag", "{\"a\":\"True\"}", "true");
        assertIs("/flag", "{\"a\":\"False\"}", "false");
        assertIs("/flag", "{\"a\":\"\"}", "false");
        assertIs("/flag", "{\"a\":null}", "false");
        assertIs("/flag", "{}", "false");
    }

    @Test
    void everythingElseIsRefusedWithFoundAndExpected() throws Exception {
        assertRefused("/text", "{}", "\\\"a\\\" is missing", "a text");
        assertRefused("/text", "{\"a\":\" \"}", "missing or empty");
        assertRefused("/text", "{\"a\":7}", "the number 7", "expected is a text");
        assertRefused("/number", "{\"a\":\"many\"}", "many", "a whole number");
        assertRefused("/number", "{\"a\":3.5}", "3.5", "a whole number");
        assertRefused("/number", "{\"a\":9223372036854775808}", "9223372036854775808");
        assertRefused("/number", "{\"a\":1e400}", "a whole number");
        assertRefused("/number", "{\"a\":[1]}", "a list");
        assertRefused("/flag", "{\"a\":\"maybe\"}", "maybe", "true or false");
        assertRefused("/flag", "{\"a\":1}", "the number 1");
        assertRefused("/text", "", "empty");
        assertRefused("/text", "[1]", "a list", "a JSON object");
        assertRefused("/text", "{\"a\":1,\"a\":2}", "Duplicate");
        assertRefused("/text", "{\"a\":\"x\"} {}", "something follows");
        assertRefused("/text", "{'a':1}", "line 1, column");
        assertRefused("/text", "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}", "no JSON");
    }

    @Test
    void aLongBodyIsRefusedBeforeItIsParsed() throws Exception {
        HttpResponse<String> answer = post("/text", "{\"a\":\"" + "x".repeat(1 << 20) + "\"}");
        assertEquals(413, answer.statusCode());
        assertTrue(answer.body().contains("1 MiB"));
    }

    private void assertIs(String path, String body, String value) throws Exception {
        assertEquals("{\"is\":" + value + "}", post(path, body).body(), body);
    }

    private void assertRefused(String path, String body, String... words) throws Exception {
        HttpResponse<String> answer = post(path, body);
        assertEquals(400, answer.statusCode(), body + answer.body());
        for (String word : words) {
            assertTrue(answer.body().contains(word), word + " is not in " + answer.body());
        }
        assertFalse(answer.body().contains("com.fasterxml") || answer.body().contains("Source"), answer.body());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
