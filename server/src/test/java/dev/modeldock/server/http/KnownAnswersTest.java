package dev.modeldock.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownAnswersTest {
    private final AtomicLong state = new AtomicLong(7);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger changes = new AtomicInteger();
    private final List<Exchange> over = new CopyOnWriteArrayList<>();
    private WebServer server;

    @BeforeEach
    void start() {
        KnownAnswers known = new KnownAnswers(state::get, over::add);
        server = WebServer.start(WebOptions.local(), Optional.of(known), this::register, over::add);
    }

    private void register(RoutesConfig routes) {
        routes.get("/file", ctx -> {
            FileContent content = new FileContent(
                    5,
                    "tag-" + asked.incrementAndGet(),
                    null,
                    "text/plain",
                    null,
                    (from, to, out) -> out.write("12345".getBytes(), (int) from, (int) (to - from)));
            state.addAndGet(changes.get());
            FileResponse.send(ctx, content);
            KnownAnswers.offer(ctx);
        });
        routes.get("/elsewhere", ctx -> {
            asked.incrementAndGet();
            KnownAnswers.withhold(ctx);
            KnownAnswers.offer(ctx);
        });
        routes.get("/missing", ctx -> {
            asked.incrementAndGet();
            ctx.status(404);
            KnownAnswers.offer(ctx);
        });
        routes.get("/quiet", ctx -> asked.incrementAndGet());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String ask(String line, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        try {
            return RawClient.exchange(
                    server.address(), line + " HTTP/1.1\r\nHost: localhost\r\n" + more + "Connection: close\r\n\r\n");
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    /** The answer without what is another one each time. */
    private static String steady(String answer) {
        return answer.lines()
                .filter(line -> !line.startsWith("X-Request-Id:") && !line.startsWith("Date:"))
                .sorted()
                .toList()
                .toString();
    }

    @Test
    void theSecondAnswerIsTheFirstWithAnIdOfItsOwn() {
        String first = ask("HEAD /file", "User-Agent: one", "Accept: */*");
        String second = ask("HEAD /file", "User-Agent: another");
        assertTrue(first.startsWith("HTTP/1.1 200 OK") && first.contains("Content-Length: 5"), first);
        assertTrue(first.contains("ETag: \"tag-1\""), first);
        assertEquals(steady(first), steady(second));
        assertEquals(1, asked.get());
        assertNotEquals(id(first), id(second));
    }

    @Test
    void theFirstAndTheSecondAreCountedAlike() {
        ask("HEAD /file");
        ask("HEAD /file");
        assertEquals(
                List.of("HEAD /file 200", "HEAD /file 200"),
                over.stream()
                        .map(each -> each.method() + " " + each.route() + " " + each.status())
                        .toList());
    }

    @Test
    void whatClientsOfHubsSendIsKnownAgain() {
        for (int i = 0; i < 3; i++) {
            ask(
                    "HEAD /file",
                    "User-Agent: unknown/None; hf_hub/2.0.0; python/3.11",
                    "Accept-Encoding: identity",
                    "X-Amzn-Trace-Id: " + i);
        }
        assertEquals(1, asked.get());
    }

    private static String id(String answer) {
        return answer.lines()
                .filter(line -> line.startsWith("X-Request-Id: "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void afterAnyChangeTheRouteIsAskedAgain() {
        ask("HEAD /file");
        state.incrementAndGet();
        assertTrue(ask("HEAD /file").contains("tag-2"));
        assertTrue(ask("HEAD /file").contains("tag-2"));
        assertEquals(2, asked.get());
    }

    @Test
    void whatChangesWhileTheRouteLooksIsNotRemembered() {
        changes.set(1);
        ask("HEAD /file");
        changes.set(0);
        assertTrue(ask("HEAD /file").contains("tag-2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer x",
                "X-api-key: x",
                "Range: bytes=1-",
                "If-None-Match: \"tag-1\"",
                "Origin: https://evil.example",
                "X-Forwarded-For: 203.0.113.9",
                "X-Request-Id: mine",
                "X-Unheard-Of: 1"
            })
    void aRequestWithAHeaderThatMayCountIsForTheRoute(String header) {
        ask("HEAD /file");
        ask("HEAD /file", header);
        ask("HEAD /file", header);
        assertEquals(3, asked.get());
    }

    @Test
    void anotherHostAQueryAndAnotherMethodAreOtherQuestions() {
        ask("HEAD /file");
        ask("HEAD /file?download=true");
        ask("HEAD /file?download=true");
        assertTrue(ask("GET /file").endsWith("\r\n\r\n12345"));
        assertEquals(4, asked.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/elsewhere", "/missing", "/quiet"})
    void whatIsNotOfferedIsNotRemembered(String path) {
        ask("HEAD " + path);
        ask("HEAD " + path);
        assertEquals(2, asked.get());
    }

    @Test
    void manyQuestionsDoNotFillTheMemory() {
        for (int i = 0; i < 3; i++) {
            String path = "/file" + "/".repeat(i * 300);
            ask("HEAD " + path);
            ask("HEAD " + path);
        }
        // The longest is none of those that are remembered.
        assertEquals(4, asked.get());
    }
}
