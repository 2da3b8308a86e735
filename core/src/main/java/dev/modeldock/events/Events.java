package dev.modeldock.events;

import dev.modeldock.database.Database;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What happens in the dock. The last events are kept in memory, for all to read at their own pace: who is slow costs nothing
 * and holds nobody up, and who falls behind what is kept is told so. A restart forgets them, and whoever comes back is told
 * that too.
 */
public final class Events {
    /** How many are kept at most. */
    static final int MOST = 8192;

    private static final long MOST_CHARACTERS = 8L << 20;
    private static final int LOOKED_AT_ONCE = 1024;
    private static final Pattern ID = Pattern.compile("([0-9a-f]{8})-(\\d{1,18})");

    private final Database database;
    private final Clock clock;
    /** Of this process: numbers begin anew with each. */
    private final String epoch = UUID.randomUUID().toString().substring(0, 8);

    private final List<Runnable> bells = new CopyOnWriteArrayList<>();
    private final Event[] kept = new Event[MOST];
    private long first = 1;
    private long last;
    private long characters;

    public Events(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Tell of something, once the transaction under way is true. Costs microseconds and waits for nobody. */
    public void publish(NewEvent event) {
        database.afterCommit(() -> add(event));
    }

    /** Ring whenever something has happened; it must return at once. */
    public void ring(Runnable bell) {
        bells.add(bell);
    }

    private void add(NewEvent event) {
        keep(event, event.body().put("at", clock.instant().toString()).toString());
        bells.forEach(Runnable::run);
    }

    private synchronized void keep(NewEvent event, String body) {
        last++;
        if (last - first >= MOST) {
            forgetFirst();
        }
        kept[place(last)] = new Event(last, id(last), event, body);
        characters += body.length();
        while (characters > MOST_CHARACTERS && first < last) {
            forgetFirst();
        }
    }

    private void forgetFirst() {
        characters -= kept[place(first)].body().length();
        kept[place(first)] = null;
        first++;
    }

    private static int place(long number) {
        return (int) (number % MOST);
    }

    String id(long number) {
        return epoch + "-" + number;
    }

    /**
     * Listen from now on, or from after the event that a client has seen last.
     *
     * @param lastId what the client says that it has seen; when nothing is known of what came after it, the subscription
     *     {@linkplain Subscription#isReset() says so} and begins now
     */
    public synchronized Subscription subscribe(EventFilter filter, Optional<String> lastId) {
        Optional<Long> known = lastId.flatMap(this::number);
        return new Subscription(this, filter, known.orElse(last), lastId.isPresent() && known.isEmpty());
    }

    private Optional<Long> number(String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches() || !parts.group(1).equals(epoch)) {
            return Optional.empty();
        }
        long number = Long.parseLong(parts.group(2));
        return Optional.of(number).filter(seen -> seen >= first - 1 && seen <= last);
    }

    /** What a subscription is to be told next; null when that is no longer known. */
    synchronized Look look(long after, EventFilter filter, int most) {
        if (after < first - 1) {
            return null;
        }
        List<Event> found = new ArrayList<>();
        long at = after;
        long end = Math.min(last, after + LOOKED_AT_ONCE);
        while (at < end && found.size() < most) {
            at++;
            Event event = kept[place(at)];
            if (filter.wants(event.what())) {
                found.add(event);
            }
        }
        return new Look(found, at, id(at));
    }

    /**
     * What was found.
     *
     * @param last the number that was looked at last
     */
    record Look(List<Event> found, long last, String id) {}
}
