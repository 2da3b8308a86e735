package dev.modeldock.server.routes.modeldock;

import dev.modeldock.events.Event;
import dev.modeldock.events.Subscription;
import dev.modeldock.server.http.LiveFeed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Events as the EventSource of browsers reads them (server-sent events). */
final class EventFeed implements LiveFeed {
    private static final int AT_ONCE = 32;
    private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long RETRY_MILLIS = 2_000;

    private final Subscription events;
    private final BooleanSupplier mayGoOn;
    private boolean begun;
    private long sentAt = System.nanoTime();
    private long checkedAt = System.nanoTime();

    /** @param mayGoOn whether the caller would still be let in; asked now and then */
    EventFeed(Subscription events, BooleanSupplier mayGoOn) {
        this.events = events;
        this.mayGoOn = mayGoOn;
    }

    @Override
    public Optional<byte[]> next() {
        long now = System.nanoTime();
        if (!begun) {
            begun = true;
            return sent(now, beginning());
        }
        if (now - checkedAt > BEAT_NANOS) {
            checkedAt = now;
            if (!mayGoOn.getAsBoolean()) {
                return Optional.empty();
            }
        }
        List<Event> next = events.next(AT_ONCE);
        if (!next.isEmpty()) {
            StringBuilder text = new StringBuilder();
            next.forEach(event -> text.append(text(event.what().type().label(), event.id(), event.body())));
            return sent(now, text.toString());
        }
        if (events.isLost()) {
            // It comes back with the last id that it has seen, and is told that it missed some.
            return Optional.empty();
        }
        // The id lets a client that was told of nothing for long go on from here.
        return now - sentAt > BEAT_NANOS
                ? sent(now, ": still here\nid: " + events.position() + "\n\n")
                : Optional.of(SILENCE);
    }

    private String beginning() {
        String retry = "retry: " + RETRY_MILLIS + "\n";
        return events.isReset()
                ? retry
                        + text(
                                "reset",
                                events.position(),
                                "{\"message\":\"What came after your last event is no longer known here. Ask anew for what you show.\"}")
                : retry + text("ready", events.position(), "{}");
    }

    private static String text(String type, String id, String data) {
        return "event: " + type + "\nid: " + id + "\ndata: " + data + "\n\n";
    }

    private Optional<byte[]> sent(long now, String text) {
        sentAt = now;
        return Optional.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean mayEndAnywhere() {
        return true;
    }

    @Override
    public void close() {
        // The subscription holds nothing.
    }
}
