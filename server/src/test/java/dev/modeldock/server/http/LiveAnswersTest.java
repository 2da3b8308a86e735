package dev.modeldock.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveAnswersTest {
    private static final String END = "(end)";

    private final LiveAnswers live = new LiveAnswers(Duration.ofSeconds(1));
    private final Told told = new Told(false);
    private final Told anywhere = new Told(true);
    private final Flood flood = new Flood();
    private WebServer server;

    /** Says what a test says. */
    private static final class Told implements LiveFeed {
        private final ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);
        private final boolean mayEndAnywhere;

        Told(boolean mayEndAnywhere) {
            this.mayEndAnywhere = mayEndAnywhere;
        }

        @Override
        public Optional<byte[]> next() throws IOException {
            String text = texts.poll();
            if ("(fail)".equals(text)) {
                throw new IOException("a feed that fails, as the test wants it");
            }
            return END.equals(text)
                    ? Optional.empty()
                    : Optional.of(text == null ? SILENCE : text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public boolean mayEndAnywhere() {
            return mayEndAnywhere;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    /** Always has more to say. */
    private static final class Flood implements LiveFeed {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public Optional<byte[]> next() {
            return Optional.of(new byte[64 * 1024]);
        }

        @Override
        public boolean mayEndAnywhere() {
            return true;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @BeforeEach
    void start() {
        server = WebServer.start(new WebOptions("127.0.0.1", 0, "", Duration.ofMillis(500)), routes -> {
            routes.get("/told", ctx -> live.send(ctx, "ann", "text/plain", told));
            routes.get("/anywhere", ctx -> live.send(ctx, "ann", "text/plain", anywhere));
            routes.get("/flood", ctx -> live.send(ctx, "bob", "text/plain", flood));
            routes.get("/short", ctx -> ctx.result("short"));
        });
    }

    @AfterEach
    void stop() {
        live.close();
        server.close();
    }

    private RawClient ask(String path) throws IOException {
        RawClient client = new RawClient(server.address());
        client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertTrue(client.readHead().startsWith("HTTP/1.1 200 "));
        return client;
    }

    private void say(Told feed, String... texts) {
        for (String text : texts) {
            feed.texts.add(text);
        }
        live.ring();
    }

    /** The line end behind a chunk comes with the next one. */
    private static String read(RawClient client, int count) throws IOException {
        return new String(client.in().readNBytes(count), StandardCharsets.UTF_8);
    }

    @Test
    void theHeadComesAtOnceAndEachPieceAsItIsSaid() throws IOException {
        try (RawClient client = ask("/told")) {
            say(told, "one\n");
            assertEquals("4\r\none\n", read(client, 7));
            say(told, "two\n", "three\n");
            assertEquals("\r\n4\r\ntwo\n\r\n6\r\nthree\n", read(client, 20));
            say(told, END);
            assertEquals("\r\n0\r\n\r\n", read(client, 7));
            client.send("GET /short HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(client.readAll().endsWith("short"), "the connection goes on as any other");
        }
    }

    @Test
    void silenceIsNoReasonToHangUpButAfterTheEndItIs() throws Exception {
        try (RawClient client = ask("/told")) {
            // Twice as long as a connection may be idle otherwise.
            assertFalse(told.closed.await(1, TimeUnit.SECONDS));
            say(told, "late\n", END);
            assertEquals("5\r\nlate\n\r\n0\r\n\r\n", read(client, 15));
            assertEquals("", client.readAll());
        }
    }

    @Test
    void whoTakesNothingIsLetGoAndNobodyWaitsForIt() throws Exception {
        try (RawClient stalled = ask("/flood");
                RawClient other = ask("/told")) {
            say(told, "one\n");
            assertEquals("4\r\none\n", read(other, 7));
            assertTrue(flood.closed.await(20, TimeUnit.SECONDS), "let go");
            assertTrue(stalled.in().read() >= 0, "what it was sent before is there");
            say(told, "two\n");
            assertEquals("\r\n4\r\ntwo\n", read(other, 9));
        }
    }

    @Test
    void whoHangsUpIsNoticedThoughNothingIsSaid() throws Exception {
        ask("/told").close();
        assertTrue(told.closed.await(10, TimeUnit.SECONDS));
    }

    @Test
    void aFeedThatFailsBreaksTheAnswerOff() throws IOException {
        try (RawClient client = ask("/told")) {
            say(told, "one\n", "(fail)");
            String all = client.readAll();
            assertTrue(all.startsWith("4\r\none\n"), all);
            assertFalse(all.endsWith("0\r\n\r\n"), "no client takes it for the whole");
        }
    }

    @Test
    void theServersEndIsAnEndOnlyWhereAnyPlaceIsOne() throws Exception {
        try (RawClient cut = ask("/told");
                RawClient ended = ask("/anywhere")) {
            say(told, "one\n");
            say(anywhere, "two\n");
            assertEquals("4\r\none\n", read(cut, 7));
            assertEquals("4\r\ntwo\n", read(ended, 7));
            long begin = System.nanoTime();
            live.close();
            assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(2), "at once");
            assertEquals("", cut.readAll());
            assertEquals("\r\n0\r\n\r\n", read(ended, 7));
            assertTrue(told.closed.await(1, TimeUnit.SECONDS) && anywhere.closed.await(1, TimeUnit.SECONDS));
            try (RawClient late = new RawClient(server.address())) {
                late.send("GET /told HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                assertTrue(late.readAll().startsWith("HTTP/1.1 503 "));
            }
        }
    }

    @Test
    void headIsTheHeadAlone() throws IOException {
        String head = RawClient.exchange(
                server.address(), "HEAD /told HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertTrue(head.startsWith("HTTP/1.1 200 ") && head.endsWith("\r\n\r\n"), head);
        assertEquals(0, told.closed.getCount());
    }
}
