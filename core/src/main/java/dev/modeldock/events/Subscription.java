package dev.modeldock.events;

import java.util.List;

/** One listener's place among the events. Needs no closing; not safe for several threads. */
public final class Subscription {
    private final Events events;
    private final EventFilter filter;
    private final boolean reset;
    private long seen;
    private String position;
    private boolean lost;

    Subscription(Events events, EventFilter filter, long seen, boolean reset) {
        this.events = events;
        this.filter = filter;
        this.seen = seen;
        this.reset = reset;
        this.position = events.id(seen);
    }

    /** Whether events were missed before this began, so that what is known of the dock is to be asked for anew. */
    public boolean isReset() {
        return reset;
    }

    /** Whether events went unseen because they came faster than they were read: nothing more comes then. */
    public boolean isLost() {
        return lost;
    }

    /** The next events, at most so many; none when there are none at the moment. */
    public List<Event> next(int most) {
        List<Event> found = List.of();
        Events.Look look = events.look(seen, filter, most);
        // What others may see is looked past, page by page.
        while (look != null && look.last() > seen && found.isEmpty()) {
            seen = look.last();
            position = look.id();
            found = look.found();
            look = found.isEmpty() ? events.look(seen, filter, most) : look;
        }
        lost = look == null;
        return found;
    }

    /** The id of the last event that was looked at, wanted or not: to go on from there later. */
    public String position() {
        return position;
    }
}
