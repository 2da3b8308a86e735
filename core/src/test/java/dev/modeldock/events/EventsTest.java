package dev.modeldock.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.modeldock.MutableClock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.database.Database;
import dev.modeldock.problems.DockException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
    private static final Caller ADMIN = Caller.local();

    @TempDir
    Path temp;

    private Database database;
    private Events events;

    @BeforeEach
    void open() {
        database = Database.open(temp.resolve("modeldock.db"));
        events = new Events(database, new MutableClock());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static NewEvent event(EventType type, String job, String kind, Audience audience) {
        return new NewEvent(
                type, job, kind, audience, JsonNodeFactory.instance.objectNode().put("job", job));
    }

    private void publish(String job) {
        events.publish(event(EventType.JOB_STATE, job, "IMPORT", Audience.ownerOnly("ann")));
    }

    private static Caller key(String user, Scope... scopes) {
        return new Caller(user, Set.of(scopes), Optional.of("key of " + user));
    }

    private Subscription from(String id) {
        return events.subscribe(EventFilter.all(ADMIN), Optional.of(id));
    }

    private Subscription now(EventFilter filter) {
        return events.subscribe(filter, Optional.empty());
    }

    /** The jobs of what comes until nothing more does. */
    private static List<String> jobs(Subscription subscription) {
        List<String> jobs = new ArrayList<>();
        for (List<Event> next = subscription.next(7); !next.isEmpty(); next = subscription.next(7)) {
            next.forEach(event -> jobs.add(event.what().job()));
        }
        return jobs;
    }

    @Test
    void whoListensHearsWhatHappensFromThenOnInOrder() {
        publish("before");
        Subscription mine = now(EventFilter.all(ADMIN));
        assertEquals(List.of(), jobs(mine));
        for (int i = 0; i < 20; i++) {
            publish("j" + i);
        }
        List<String> heard = jobs(mine);
        assertEquals(20, heard.size());
        assertEquals("j0", heard.get(0));
        assertEquals("j19", heard.get(19));
        assertFalse(mine.isReset());
        assertFalse(mine.isLost());
    }

    @Test
    void nothingIsToldBeforeItIsTrueNorWhatNeverCameTrue() {
        Subscription mine = now(EventFilter.all(ADMIN));
        database.together(() -> {
            publish("inner");
            assertEquals(List.of(), jobs(mine), "not yet");
            return database.together(() -> {
                publish("innermost");
                return "";
            });
        });
        assertEquals(List.of("inner", "innermost"), jobs(mine));
        assertThrows(
                IllegalStateException.class,
                () -> database.together(() -> {
                    publish("never");
                    throw new IllegalStateException("rolled back");
                }));
        publish("after");
        assertEquals(List.of("after"), jobs(mine));
    }

    @Test
    void bellsRingForEachAndTheBodyTellsWhen() {
        AtomicInteger rings = new AtomicInteger();
        events.ring(rings::incrementAndGet);
        Subscription mine = now(EventFilter.all(ADMIN));
        publish("one");
        assertEquals(1, rings.get());
        assertEquals(
                "{\"job\":\"one\",\"at\":\"2026-03-01T12:00:00Z\"}",
                mine.next(9).get(0).body());
    }

    @Test
    void everybodyHearsOnlyWhatTheyMayKnow() {
        List<Subscription> all = List.of(
                now(EventFilter.all(key("ann", Scope.READ))),
                now(EventFilter.all(key("ann", Scope.IMPORT_MODEL))),
                now(EventFilter.all(key("bob", Scope.WRITE))),
                now(EventFilter.all(key("root", Scope.ADMIN))));
        events.publish(event(EventType.JOB_STATE, "own", "IMPORT", Audience.ownerOnly("ann")));
        events.publish(event(EventType.JOB_STATE, "read", "ACTION", new Audience("ann", false, true)));
        events.publish(event(EventType.MODEL_PUBLISHED, "open", "", new Audience("ann", true, true)));
        assertEquals(List.of("own", "read", "open"), jobs(all.get(0)));
        assertEquals(List.of("own"), jobs(all.get(1)));
        assertEquals(List.of("open"), jobs(all.get(2)));
        assertEquals(List.of("own", "read", "open"), jobs(all.get(3)));
    }

    @Test
    void filtersAreHeldTogether() {
        Set<EventType> ends = EventType.of("job.ended");
        Subscription byType = now(new EventFilter(ADMIN, ends, Set.of(), Set.of()));
        Subscription byKind = now(new EventFilter(ADMIN, Set.of(), Set.of("ACTION"), Set.of()));
        Subscription byJob = now(new EventFilter(ADMIN, Set.of(), Set.of(), Set.of("a", "c")));
        Subscription byAll = now(new EventFilter(ADMIN, ends, Set.of("IMPORT"), Set.of("c")));
        events.publish(event(EventType.JOB_STATE, "a", "ACTION", Audience.ownerOnly("x")));
        events.publish(event(EventType.JOB_ENDED, "b", "IMPORT", Audience.ownerOnly("x")));
        events.publish(event(EventType.JOB_ENDED, "c", "IMPORT", Audience.ownerOnly("x")));
        events.publish(event(EventType.MODEL_DELETED, "", "", Audience.ownerOnly("x")));
        assertEquals(List.of("b", "c"), jobs(byType));
        assertEquals(List.of("a"), jobs(byKind));
        assertEquals(List.of("a", "c"), jobs(byJob));
        assertEquals(List.of("c"), jobs(byAll));
    }

    @Test
    void typesAreKnownByNameAndByGroup() {
        assertEquals(Set.of(EventType.JOB_PROGRESS), EventType.of("Job.Progress"));
        assertEquals(5, EventType.of("job").size());
        assertEquals(Set.of(EventType.MODEL_PUBLISHED, EventType.MODEL_DELETED), EventType.of("model"));
        DockException refused = assertThrows(DockException.class, () -> EventType.of("jobs"));
        assertTrue(refused.getMessage().contains("'jobs'"), refused.getMessage());
        assertTrue(refused.getMessage().contains("job.ended"), refused.getMessage());
    }

    @Test
    void whoComesBackGoesOnWhereItStopped() {
        Subscription mine = now(EventFilter.all(ADMIN));
        String start = mine.position();
        publish("one");
        String seen = mine.next(9).get(0).id();
        publish("two");
        assertEquals(List.of("two"), jobs(from(seen)));
        assertEquals(List.of("one", "two"), jobs(from(start)));
        assertFalse(from(seen).isReset());
    }

    @Test
    void aPlaceGoesOnThoughNothingOfItIsWanted() {
        Subscription mine = now(new EventFilter(key("bob", Scope.READ), Set.of(), Set.of(), Set.of()));
        for (int i = 0; i < Events.MOST * 2; i++) {
            publish("foreign");
            assertTrue(i % 1000 != 0 || mine.next(5).isEmpty());
        }
        assertEquals(List.of(), mine.next(5));
        assertFalse(mine.isLost(), "it looked in time");
        assertFalse(from(mine.position()).isReset());
    }

    @Test
    void whoMissedSomethingIsToldSo() {
        publish("one");
        String old = now(EventFilter.all(ADMIN)).position();
        Subscription slow = from(old);
        for (int i = 0; i <= Events.MOST; i++) {
            publish("many");
        }
        assertEquals(List.of(), slow.next(5));
        assertTrue(slow.isLost());
        assertTrue(from(old).isReset(), "fallen out of what is kept");
        assertEquals(List.of(), jobs(from(old)), "and begins now");
        String epoch = old.substring(0, old.indexOf('-'));
        for (String foreign : List.of("", "x", "12", "00000000-1", epoch + "-99999999", epoch + "--1", epoch + "-1x")) {
            assertTrue(from(foreign).isReset(), foreign);
        }
        Events next = new Events(database, new MutableClock());
        assertTrue(next.subscribe(EventFilter.all(ADMIN), Optional.of(old)).isReset(), "a restart forgets");
    }

    @Test
    void whatIsKeptIsBoundedByItsSizeToo() {
        String start = now(EventFilter.all(ADMIN)).position();
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 20; i++) {
            publish(large);
        }
        assertTrue(from(start).isReset());
        publish("small");
        Subscription last = now(EventFilter.all(ADMIN));
        publish("later");
        assertEquals(List.of("later"), jobs(last));
    }
}
