package dev.modeldock.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.logs.LogCapture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class JsonStreamTest {
    private static final int MANY = 200_000;
    private static LogCapture log;
    private static WebServer server;

    @BeforeAll
    static void start() {
        log = new LogCapture(Level.INFO);
        server = WebServer.start(WebOptions.local(), routes -> {
            routes.get("/v1/fails/{after}", ctx -> {
                int after = Integer.parseInt(ctx.pathParam("after"));
                JsonStream.send(ctx, json -> {
                    json.writeStartArray();
                    for (int i = 0; i < after; i++) {
                        json.writeString("entry");
                    }
                    if (after != 3) {
                        throw new IllegalStateException("half way");
                    }
                    json.writeEndArray();
                });
            });
        });
    }

    @AfterAll
    static void stop() {
        server.close();
        log.close();
    }

    @Test
    void whatIsWholeIsSentWhole() throws IOException {
        String answer = get("/v1/fails/3");
        assertTrue(answer.startsWith("HTTP/1.1 200 ") && answer.contains("[\"entry\",\"entry\",\"entry\"]"), answer);
    }

    @Test
    void aFailureBeforeAnythingWasSentIsAnOrdinaryAnswer() throws IOException {
        String answer = get("/v1/fails/10");
        assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
        assertTrue(answer.contains("\r\n\r\n{\"code\":\"SERVER_ERROR\""), answer);
    }

    @Test
    void aFailureHalfWayBreaksTheConnectionOff() throws IOException {
        String answer = get("/v1/fails/" + MANY);
        assertEquals("HTTP/1.1 200 ", answer.substring(0, 13));
        assertFalse(answer.contains("]"), "the array looks whole");
        assertFalse(answer.endsWith("0\r\n\r\n"), "the transfer looks whole");
        assertTrue(log.text().contains("broke off"), log.text());
    }

    private static String get(String path) throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                client.in().transferTo(answer);
            } catch (SocketException e) {
                answer.writeBytes(" (broken off)".getBytes(StandardCharsets.ISO_8859_1));
            }
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
