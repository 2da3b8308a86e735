package dev.modeldock.webhooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.modeldock.Await;
import dev.modeldock.MutableClock;
import dev.modeldock.access.Seal;
import dev.modeldock.database.Database;
import dev.modeldock.events.Audience;
import dev.modeldock.events.EventType;
import dev.modeldock.events.Events;
import dev.modeldock.events.NewEvent;
import dev.modeldock.network.Network;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhooksTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final MutableClock clock = new MutableClock();
    private Database database;
    private Events events;
    private Webhooks webhooks;
    private FakeReceiver receiver;

    @BeforeEach
    void open() throws Exception {
        receiver = new FakeReceiver();
        database = Database.open(directory.resolve("modeldock.db"));
        begin();
    }

    private void begin() throws Exception {
        events = new Events(database, clock);
        webhooks = new Webhooks(
                database,
                new Webhooks.Means(
                        events,
                        Network.open(NetworkConfig.DIRECT, "modeldock/test"),
                        Seal.open(directory.resolve("seal.key")),
                        clock));
        webhooks.start();
    }

    @AfterEach
    void close() {
        webhooks.close();
        database.close();
        receiver.close();
    }

    private Webhook.Created hook(EventType... types) {
        return webhooks.create(new Webhook.Wish(receiver.url(), Set.of(types), "for a test"), "anna");
    }

    private void happens(EventType type, String name) {
        events.publish(NewEvent.of(
                type,
                Audience.ownerOnly("bea"),
                JsonNodeFactory.instance.objectNode().put("name", name)));
    }

    private Delivery only(Webhook.Created hook) {
        List<Delivery> all = webhooks.deliveries(hook.webhook().id(), 10, 0);
        assertEquals(1, all.size());
        return all.get(0);
    }

    private void awaitState(Webhook.Created hook, Delivery.State state, int attempts) throws Exception {
        Await.until(state + " after " + attempts, () -> {
            List<Delivery> all = webhooks.deliveries(hook.webhook().id(), 10, 0);
            return all.size() == 1 && all.get(0).state() == state && all.get(0).attempts() == attempts;
        });
    }

    @Test
    void tellsWhatHappenedSignedAsTheStandardSays() throws Exception {
        Webhook.Created hook = hook(EventType.MODEL_PUBLISHED);
        happens(EventType.MODEL_DELETED, "unwanted");
        happens(EventType.MODEL_PUBLISHED, "bea/tiny");
        FakeReceiver.Heard heard = receiver.next();
        JsonNode body = JSON.readTree(heard.body());
        assertEquals("model.published", body.path("type").asText());
        assertEquals("bea/tiny", body.path("data").path("name").asText());
        assertEquals(clock.instant().toString(), body.path("timestamp").asText());
        assertEquals(Long.toString(clock.instant().getEpochSecond()), heard.header("webhook-timestamp"));
        assertEquals(signature(hook.secret(), heard), heard.header("webhook-signature"));
        assertEquals(heard.header("webhook-id"), only(hook).id());
        awaitState(hook, Delivery.State.DELIVERED, 1);
        assertEquals(200, only(hook).status());
        assertNull(receiver.poll());
    }

    private static String signature(String secret, FakeReceiver.Heard heard) throws Exception {
        assertTrue(secret.startsWith("whsec_"), secret);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
        String signed = heard.header("webhook-id") + "." + heard.header("webhook-timestamp") + "." + heard.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void triesAgainWithTheSameIdUntilItIsHeard() throws Exception {
        Webhook.Created hook = hook(EventType.JOB_ENDED);
        receiver.answers(500, 307);
        happens(EventType.JOB_ENDED, "first");
        String id = receiver.next().header("webhook-id");
        awaitState(hook, Delivery.State.PENDING, 1);
        assertTrue(only(hook).error().contains("500"), only(hook).error());
        assertEquals(Optional.of(clock.instant().plusSeconds(5)), only(hook).next());
        clock.forward(Duration.ofSeconds(5));
        webhooks.change(hook.webhook().id(), nothing());
        assertEquals(id, receiver.next().header("webhook-id"));
        awaitState(hook, Delivery.State.PENDING, 2);
        clock.forward(Duration.ofSeconds(30));
        webhooks.change(hook.webhook().id(), nothing());
        assertEquals(id, receiver.next().header("webhook-id"));
        awaitState(hook, Delivery.State.DELIVERED, 3);
        assertEquals("", only(hook).error());
    }

    private static Webhooks.Change nothing() {
        return new Webhooks.Change(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Webhooks.Change on(boolean on) {
        return new Webhooks.Change(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(on));
    }

    @Test
    void givesUpAfterTheLastTryAndCanBeAskedAnew() throws Exception {
        Webhook.Created hook = hook(EventType.JOB_ENDED);
        receiver.answersAlways(503);
        happens(EventType.JOB_ENDED, "never");
        for (int attempt = 1; attempt <= Attempts.MOST; attempt++) {
            receiver.next();
            awaitState(hook, attempt < Attempts.MOST ? Delivery.State.PENDING : Delivery.State.FAILED, attempt);
            clock.forward(Duration.ofHours(24));
            webhooks.change(hook.webhook().id(), nothing());
        }
        assertTrue(webhooks.get(hook.webhook().id()).isOn(), "what comes later may be heard");
        receiver.answersAlways(204);
        webhooks.again(hook.webhook().id(), only(hook).id());
        awaitState(hook, Delivery.State.DELIVERED, 1);
    }

    @Test
    void oneThatIsGoneForGoodIsTurnedOff() throws Exception {
        Webhook.Created hook = hook(EventType.JOB_ENDED);
        receiver.answers(410);
        happens(EventType.JOB_ENDED, "x");
        receiver.next();
        Await.until("off", () -> !webhooks.get(hook.webhook().id()).isOn());
        happens(EventType.JOB_ENDED, "y");
        happens(EventType.JOB_ENDED, "z");
        assertTrue(webhooks.get(hook.webhook().id()).offBecause().orElseThrow().contains("410"));
        assertTrue(webhooks.change(hook.webhook().id(), on(true)).isOn());
        clock.forward(Duration.ofSeconds(5));
        webhooks.change(hook.webhook().id(), on(true));
        assertEquals("x", name(receiver.next()), "what happened while it was off is not told later");
    }

    private static String name(FakeReceiver.Heard heard) throws Exception {
        return JSON.readTree(heard.body()).path("data").path("name").asText();
    }

    @Test
    void keepsTheOrderAndWhatWasNotHeardOverARestart() throws Exception {
        Webhook.Created hook = hook(EventType.JOB_ENDED);
        webhooks.change(hook.webhook().id(), on(true));
        receiver.close();
        happens(EventType.JOB_ENDED, "over the restart");
        awaitState(hook, Delivery.State.PENDING, 1);
        assertTrue(only(hook).error().contains("127.0.0.1"), only(hook).error());
        webhooks.close();
        receiver = new FakeReceiver();
        begin();
        webhooks.change(
                hook.webhook().id(),
                new Webhooks.Change(Optional.of(receiver.url()), Optional.empty(), Optional.empty(), Optional.empty()));
        clock.forward(Duration.ofSeconds(5));
        for (int i = 0; i < 20; i++) {
            happens(EventType.JOB_ENDED, "later " + i);
        }
        assertEquals("over the restart", name(receiver.next()));
        for (int i = 0; i < 20; i++) {
            assertEquals("later " + i, name(receiver.next()));
        }
    }

    @Test
    void whoSendsItsAnswerSlowlyHoldsNobodyUp() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            List<String> hooks = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String url = "http://127.0.0.1:" + slow.getLocalPort() + "/";
                hooks.add(webhooks.create(new Webhook.Wish(url, Set.of(EventType.JOB_ENDED), ""), "anna")
                        .webhook()
                        .id());
            }
            Thread dripping = new Thread(() -> drip(slow));
            dripping.setDaemon(true);
            dripping.start();
            hook(EventType.JOB_ENDED);
            happens(EventType.JOB_ENDED, "x");
            assertEquals("x", name(receiver.next()));
            for (String hook : hooks) {
                Await.until(
                        "heard", () -> webhooks.deliveries(hook, 1, 0).get(0).state() == Delivery.State.DELIVERED);
            }
        }
    }

    /** Answers with a head and one byte of a hundred, and never ends. */
    private static void drip(ServerSocket slow) {
        List<Socket> open = new ArrayList<>();
        try {
            while (true) {
                Socket client = slow.accept();
                open.add(client);
                client.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException closed) {
            assertTrue(slow.isClosed(), closed.toString());
        }
    }

    @Test
    void aTestReachesOneThatAsksForOtherThings() throws Exception {
        Webhook.Created hook = hook(EventType.DATASET_DELETED);
        webhooks.test(hook.webhook().id());
        assertEquals(
                "webhook.test",
                JSON.readTree(receiver.next().body()).path("type").asText());
    }

    @Test
    void forgetsWhatIsOverForLong() throws Exception {
        Webhook.Created hook = hook(EventType.JOB_ENDED);
        happens(EventType.JOB_ENDED, "x");
        receiver.next();
        awaitState(hook, Delivery.State.DELIVERED, 1);
        clock.forward(Duration.ofDays(7));
        webhooks.sweep();
        only(hook);
        clock.forward(Duration.ofMillis(1));
        webhooks.sweep();
        assertEquals(0, webhooks.deliveryCount(hook.webhook().id()));
        assertTrue(webhooks.delete(hook.webhook().id()));
        assertFalse(webhooks.delete(hook.webhook().id()));
    }

    @Test
    void refusesWhatIsNoAddress() {
        for (String url :
                List.of("", "ftp://x", "http://", "/x", "http://u:p@host/", "no url", "javascript:alert(1)")) {
            DockException no = assertThrows(
                    DockException.class, () -> webhooks.create(new Webhook.Wish(url, Set.of(), ""), "anna"), url);
            assertEquals(Problem.VALIDATION_ERROR, no.problem());
            assertFalse(no.getMessage().contains("u:p"));
        }
        assertEquals(List.of(), webhooks.all());
        assertNotNull(hook().webhook().id());
        assertFalse(webhooks.all().get(0).types().contains(EventType.JOB_PROGRESS), "not by default");
    }
}
