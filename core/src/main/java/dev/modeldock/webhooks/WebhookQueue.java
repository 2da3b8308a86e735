package dev.modeldock.webhooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.events.Event;
import dev.modeldock.events.EventFilter;
import dev.modeldock.events.Subscription;
import dev.modeldock.webhooks.Delivery.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes events down for those who are to be told, and tells them: one thread that looks, a few that wait for answers. */
final class WebhookQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookQueue.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SENDERS = 4;
    private static final int AT_ONCE = 256;
    /** Who does not answer for long must not fill the disk. */
    private static final int MOST_WAITING = 10_000;

    private static final long LONGEST_NAP = 30_000;
    private static final long SHORTEST_NAP = 10;
    private static final int GONE = 410;
    private static final long CLOSE_MILLIS = 1_500;

    private final WebhookStore store;
    private final DeliveryStore deliveries;
    private final WebhookSender sender;
    private final Webhooks.Means means;
    private final Semaphore bell = new Semaphore(0);
    private final Set<String> busy = new HashSet<>();
    private final Thread looker = new Thread(this::look, "webhooks");
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS, work -> {
        Thread thread = new Thread(work, "webhook-sender");
        thread.setDaemon(true);
        return thread;
    });
    private Subscription events;
    private volatile boolean closed;

    WebhookQueue(WebhookStore store, DeliveryStore deliveries, WebhookSender sender, Webhooks.Means means) {
        this.store = store;
        this.deliveries = deliveries;
        this.sender = sender;
        this.means = means;
        looker.setDaemon(true);
    }

    void start() {
        subscribe();
        means.events().ring(this::ring);
        looker.start();
    }

    private void subscribe() {
        events = means.events().subscribe(EventFilter.all(Caller.local()), Optional.empty());
    }

    /** Say that there may be something to tell. */
    void ring() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    /** An event on its way to a webhook, as it is written down. */
    Delivery delivery(Webhook webhook, String type, JsonNode data) {
        Instant now = Instant.ofEpochMilli(means.clock().millis());
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("type", type).put("timestamp", now.toString());
        body.set("data", data);
        return new Delivery(
                "msg_" + UUID.randomUUID().toString().replace("-", ""),
                webhook.id(),
                type,
                body.toString(),
                State.PENDING,
                0,
                Optional.of(now),
                0,
                "",
                now,
                Optional.empty());
    }

    private void look() {
        while (!closed) {
            try {
                writeDown();
                sendDue();
                nap();
            } catch (InterruptedException e) {
                // Only closing interrupts; the loop's condition sees it.
                LOG.debug("The thread of webhooks was woken to end", e);
            } catch (RuntimeException e) {
                LOG.error("Webhooks could not be looked after; it is tried again after a while", e);
                napAfterFailure();
            }
        }
    }

    private void writeDown() {
        List<Event> found = events.next(AT_ONCE);
        while (!found.isEmpty()) {
            List<Webhook> on = store.all().stream().filter(Webhook::isOn).toList();
            for (Webhook webhook : on) {
                writeDown(
                        webhook,
                        found.stream()
                                .filter(event ->
                                        webhook.types().contains(event.what().type()))
                                .toList());
            }
            found = events.next(AT_ONCE);
        }
        if (events.isLost()) {
            LOG.warn("Events came faster than they could be written down for webhooks: some are told to none");
            subscribe();
        }
    }

    private void writeDown(Webhook webhook, List<Event> of) {
        if (!of.isEmpty() && deliveries.waiting(webhook.id()) >= MOST_WAITING) {
            LOG.warn("The webhook {} has {} events waiting and is told of no more", webhook.id(), MOST_WAITING);
            store.turnOff(webhook.id(), "It did not answer while " + MOST_WAITING + " events waited for it.");
            return;
        }
        deliveries.insertAll(of.stream()
                .map(event -> delivery(webhook, event.what().type().label(), parsed(event.body())))
                .toList());
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event is no JSON", e);
        }
    }

    private void sendDue() {
        Optional<Delivery> due = nextDue();
        while (due.isPresent()) {
            Delivery next = due.get();
            senders.execute(() -> send(next));
            due = nextDue();
        }
    }

    /** One at a time to each webhook, so that it hears of things in their order. */
    private Optional<Delivery> nextDue() {
        synchronized (busy) {
            Optional<Delivery> due =
                    closed ? Optional.empty() : deliveries.due(means.clock().instant(), busy);
            due.ifPresent(delivery -> busy.add(delivery.webhookId()));
            return due;
        }
    }

    private void send(Delivery delivery) {
        try {
            Optional<Webhook> webhook = store.find(delivery.webhookId());
            Optional<byte[]> secret = store.secret(delivery.webhookId());
            if (webhook.isPresent() && secret.isPresent()) {
                WebhookSender.Outcome outcome = sender.send(webhook.get(), delivery, secret.get());
                deliveries.update(
                        Attempts.after(delivery, outcome, means.clock().instant()));
                if (outcome.status() == GONE) {
                    store.turnOff(webhook.get().id(), "It answered 410, which says that it is gone for good.");
                }
            }
        } catch (InterruptedException e) {
            // The dock stops: the attempt counts for nothing and is made again.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("A webhook could not be told; it is tried again after a while", e);
            napAfterFailure();
        } finally {
            synchronized (busy) {
                busy.remove(delivery.webhookId());
            }
            ring();
        }
    }

    private void nap() throws InterruptedException {
        Optional<Instant> next;
        synchronized (busy) {
            // Those that are under way ring when they end.
            next = deliveries.nextDue(busy);
        }
        long nap = next.map(
                        due -> Duration.between(means.clock().instant(), due).toMillis())
                .map(wait -> Math.max(SHORTEST_NAP, Math.min(LONGEST_NAP, wait)))
                .orElse(LONGEST_NAP);
        bell.tryAcquire(nap, TimeUnit.MILLISECONDS);
        bell.drainPermits();
    }

    private void napAfterFailure() {
        try {
            TimeUnit.SECONDS.sleep(2);
        } catch (InterruptedException e) {
            LOG.debug("The thread of webhooks was woken to end", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        looker.interrupt();
        senders.shutdownNow();
        try {
            looker.join(CLOSE_MILLIS);
            if (!senders.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("A webhook did not let go in time; the dock does not wait for it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
