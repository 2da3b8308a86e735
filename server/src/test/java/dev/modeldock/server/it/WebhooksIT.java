package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks on the running jar: made, told of an import, killed before they were told, looked at and deleted. */
class WebhooksIT {
    @TempDir
    static Path temp;

    private static final BlockingQueue<String> HEARD = new LinkedBlockingQueue<>();
    private static HttpServer receiver;
    private static RunningDock dock;
    private static volatile int status = 200;

    @BeforeAll
    static void start() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            HEARD.add(body);
        });
        receiver.start();
        dock = RunningDock.on(temp.resolve("data"));
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
        receiver.stop(0);
    }

    private static JsonNode make(Object... types) {
        return dock.http()
                .post(
                        "/v1/webhooks",
                        Map.of(
                                "url",
                                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook",
                                "types",
                                List.of(types)))
                .expect(201)
                .json();
    }

    private static JsonNode next() throws InterruptedException {
        String body = HEARD.poll(30, TimeUnit.SECONDS);
        assertTrue(body != null, "nothing was heard in 30 s");
        return Answer.parse(body);
    }

    @Test
    void tellsOfAnImportAndOfItsModel() throws Exception {
        JsonNode hook = make("model", "job.ended");
        String path = "/v1/webhooks/" + hook.path("id").asText();
        assertTrue(hook.path("secret").asText().matches("whsec_[A-Za-z0-9+/]{43}="), hook.toString());
        assertFalse(dock.http().get(path).expect(200).text().contains("whsec_"), "told once");
        dock.imports()
                .send("tiny-bin.tar", Archives.tar(TinyModels.files("tiny-bin")))
                .success();
        assertEquals("model.published", next().path("type").asText());
        JsonNode ended = next();
        assertEquals("job.ended", ended.path("type").asText());
        assertTrue(
                ended.path("data").isObject()
                        && ended.path("timestamp").asText().endsWith("Z"),
                ended.toString());
        JsonNode log = dock.http().get(path + "/deliveries").expect(200).json();
        assertEquals(2, log.path("total").asInt(), log.toString());
        dock.http().delete(path).expect(204);
        dock.http().get(path).expect(404);
        dock.http().get(path + "/deliveries").expect(404);
    }

    @Test
    void whatWasNotHeardIsToldAfterTheDockWasKilled() throws Exception {
        JsonNode hook = make("dataset.created");
        String path = "/v1/webhooks/" + hook.path("id").asText();
        status = 503;
        JsonNode test = dock.http().post(path + "/test").expect(202).json();
        assertEquals("webhook.test", next().path("type").asText());
        Await.until(
                "the attempt is written down",
                () -> dock.http().get(path + "/deliveries").expect(200).text(),
                log -> log.contains("\"status\":503"));
        dock.kill9();
        status = 200;
        dock.startAgain();
        assertEquals("webhook.test", next().path("type").asText(), "tried again five seconds after the first time");
        Await.until(
                "delivered",
                () -> dock.http().get(path + "/deliveries").expect(200).text(),
                log -> log.contains("\"state\":\"delivered\""));
        dock.http()
                .post(path + "/deliveries/" + test.path("id").asText() + "/retry")
                .expect(202);
        next();
        dock.http().json("PATCH", path, Map.of("active", false)).expect(200);
        assertEquals(
                "It was turned off.",
                dock.http().get(path).json().path("inactiveBecause").asText());
        dock.http().delete(path).expect(204);
    }

    @Test
    void isForAdministratorsAndSaysWhatIsWrong() {
        String key = dock.http()
                .post("/v1/keys", Map.of("name", "writer", "scopes", "write"))
                .expect(201)
                .json()
                .path("key")
                .asText();
        dock.http().key(key).get("/v1/webhooks").expect(403);
        dock.http()
                .key(key)
                .post("/v1/webhooks", Map.of("url", "http://127.0.0.1:1/"))
                .expect(403);
        Answer no = dock.http()
                .post("/v1/webhooks", Map.of("url", "http://127.0.0.1:1/", "types", List.of("job.unknown")))
                .expect(400);
        assertTrue(no.text().contains("job.unknown") && no.text().contains("job.ended"), no::toString);
        dock.http().post("/v1/webhooks", Map.of("url", "file:///etc/passwd")).expect(400);
        dock.http()
                .post("/v1/webhooks", Map.of("url", "http://127.0.0.1:1/", "types", "all"))
                .expect(400);
    }
}
