package dev.modeldock.webhooks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Seal;
import dev.modeldock.database.Database;
import dev.modeldock.events.EventType;
import dev.modeldock.events.Events;
import dev.modeldock.network.Network;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.webhooks.Delivery.State;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Addresses that are told of events. Each event is written down first and told then, in the order of events to one address,
 * and again for two days until it answers with a status from 200 to 299. All is for administrators: an address may be any,
 * and hears of what belongs to anybody.
 */
public final class Webhooks implements AutoCloseable {
    /** Of those that come many times a second nobody is told who has not asked for them. */
    private static final Set<EventType> QUIET =
            EnumSet.complementOf(EnumSet.of(EventType.JOB_PROGRESS, EventType.JOB_RESULT, EventType.JOB_STATE));

    private static final int MOST = 100;
    private static final int LONGEST_URL = 2_000;
    private static final int LONGEST_DESCRIPTION = 1_000;
    private static final Duration KEPT = Duration.ofDays(7);

    private final WebhookStore store;
    private final DeliveryStore deliveries;
    private final Means means;
    private final WebhookQueue queue;

    public Webhooks(Database database, Means means) {
        this.store = new WebhookStore(database);
        this.deliveries = new DeliveryStore(database);
        this.means = means;
        this.queue = new WebhookQueue(
                store, deliveries, new WebhookSender(means.network(), means.seal(), means.clock()), means);
    }

    /** What webhooks use. */
    public record Means(Events events, Network network, Seal seal, Clock clock) {}

    /** Begin to tell, of what happens from now on and of what was written down before. */
    public void start() {
        queue.start();
    }

    /** Make one, for a user; fails with {@code VALIDATION_ERROR} for an address that cannot be asked. */
    public Webhook.Created create(Webhook.Wish wish, String user) {
        if (store.all().size() >= MOST) {
            throw new DockException(
                    Problem.CONFLICT, "There are " + MOST + " webhooks, and no more are taken. Delete one first.");
        }
        byte[] secret = Signature.newSecret();
        Webhook made = new Webhook(
                UUID.randomUUID().toString(),
                url(wish.url()),
                wish.types().isEmpty() ? QUIET : wish.types(),
                description(wish.description()),
                Optional.empty(),
                user,
                Instant.ofEpochMilli(means.clock().millis()));
        store.insert(made, means.seal().seal(secret));
        return new Webhook.Created(made, Signature.text(secret));
    }

    /** In the order in which they were made. */
    public List<Webhook> all() {
        return store.all();
    }

    /** Fails with {@code NOT_FOUND}. */
    public Webhook get(String id) {
        return store.find(id).orElseThrow(Webhooks::none);
    }

    private static DockException none() {
        return new DockException(Problem.NOT_FOUND, "There is no webhook of this id. GET /v1/webhooks lists them.");
    }

    /** Change what is given of the wish, and turn it on or off; what waits is told once it is on. */
    public Webhook change(String id, Change change) {
        Webhook changed = store.change(id, now -> changed(now, change)).orElseThrow(Webhooks::none);
        queue.ring();
        return changed;
    }

    private static Webhook changed(Webhook now, Change change) {
        return new Webhook(
                now.id(),
                change.url().map(Webhooks::url).orElse(now.url()),
                change.types().filter(types -> !types.isEmpty()).orElse(now.types()),
                change.description().map(Webhooks::description).orElse(now.description()),
                change.on()
                        .map(on -> on ? Optional.<String>empty() : Optional.of("It was turned off."))
                        .orElse(now.offBecause()),
                now.createdBy(),
                now.created());
    }

    /** What is to become of one; empty for what stays as it is. */
    public record Change(
            Optional<String> url, Optional<Set<EventType>> types, Optional<String> description, Optional<Boolean> on) {}

    /** Forget one, and its log; false when there is none. */
    public boolean delete(String id) {
        return store.delete(id);
    }

    /** Tell it of nothing but itself, to see whether it hears. */
    public Delivery test(String id) {
        Webhook webhook = get(id);
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("webhookId", webhook.id());
        Delivery test = queue.delivery(webhook, "webhook.test", data);
        deliveries.insert(test);
        queue.ring();
        return test;
    }

    /** Its log, the newest first; what is over is kept for seven days. */
    public List<Delivery> deliveries(String id, int limit, long offset) {
        return deliveries.list(get(id).id(), limit, offset);
    }

    public long deliveryCount(String id) {
        return deliveries.count(id);
    }

    /** Tell it again of what it has heard, or has not; fails with {@code CONFLICT} while that is tried anyway. */
    public Delivery again(String id, String deliveryId) {
        Delivery before = deliveries
                .find(get(id).id(), deliveryId)
                .orElseThrow(() -> new DockException(
                        Problem.NOT_FOUND, "This webhook has no delivery of this id; it may be over for long."));
        if (before.state() == State.PENDING) {
            throw new DockException(Problem.CONFLICT, "This delivery is not over: it is tried again by itself.");
        }
        Delivery again = Attempts.again(before, means.clock().instant());
        deliveries.update(again);
        queue.ring();
        return again;
    }

    /** Forget deliveries that are over for long. */
    public void sweep() {
        deliveries.deleteEndedBefore(means.clock().instant().minus(KEPT));
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text.strip());
            boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (web && url.getHost() != null && url.getRawUserInfo() == null && text.length() <= LONGEST_URL) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw noUrl(e);
        }
        throw noUrl(null);
    }

    private static DockException noUrl(Throwable cause) {
        return new DockException(
                Problem.VALIDATION_ERROR,
                "\"url\" is no address that can be told of events; expected is one with http or https and a host, without"
                        + " user and password, of at most " + LONGEST_URL + " characters.",
                cause);
    }

    private static String description(String text) {
        if (text.length() > LONGEST_DESCRIPTION) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "\"description\" has " + text.length() + " characters; at most " + LONGEST_DESCRIPTION
                            + " are taken.");
        }
        return text;
    }

    @Override
    public void close() {
        queue.close();
    }
}
