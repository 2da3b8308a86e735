package dev.modeldock.transfers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.blobs.Blob;
import dev.modeldock.spi.RemoteFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FlightsTest {
    private static final Flights.Landed LANDED = new Flights.Landed(Path.of("a"), new Blob("0".repeat(64), 1, 0, ""));

    private final Flights flights = new Flights();
    private final Object owner = new Object();

    private FutureTask<Optional<Flights.Landed>> passenger() {
        FutureTask<Optional<Flights.Landed>> task = new FutureTask<>(() -> {
            Flights.Flight flight = flights.board("key", new Object());
            return flight.isMine() ? Optional.empty() : flight.await();
        });
        new Thread(task).start();
        return task;
    }

    @Test
    void filesAreKnownByTheirHashes() {
        RemoteFile file = RemoteFile.of("a", 1);
        assertEquals(Optional.empty(), Flights.key(file));
        assertEquals(Optional.of("b".repeat(64)), Flights.key(file.withSha256("b".repeat(64))));
        assertEquals(Optional.of("git " + "c".repeat(40)), Flights.key(file.withGitSha1("c".repeat(40))));
    }

    @Test
    void theFirstFetchesAndTheOthersGetIt() throws Exception {
        Flights.Flight flight = flights.board("key", owner);
        assertTrue(flight.isMine());
        FutureTask<Optional<Flights.Landed>> passenger = passenger();
        flight.end(LANDED);
        assertEquals(Optional.of(LANDED), passenger.get(5, TimeUnit.SECONDS));
        assertSame(flight, flights.board("key", owner), "it is remembered");
        assertFalse(flight.isMine(), "and nobody's to fetch");
        assertEquals(Optional.of(LANDED), passenger().get(5, TimeUnit.SECONDS));
        flights.dismiss(owner);
        assertNotSame(flight, flights.board("key", owner));
    }

    @Test
    void whatDidNotComeIsNotRemembered() throws Exception {
        Flights.Flight flight = flights.board("key", owner);
        flight.end(null);
        assertEquals(Optional.empty(), flight.await());
        assertTrue(flights.board("key", owner).isMine());
    }

    @Test
    void whoIsDoneHoldsNobodyUp() throws Exception {
        Flights.Flight flight = flights.board("key", owner);
        Flights.Flight others = flights.board("other", new Object());
        flights.dismiss(owner);
        assertEquals(Optional.empty(), flight.await());
        assertSame(others, flights.board("other", owner));
        Flights.Flight next = flights.board("key", owner);
        flight.end(LANDED);
        assertTrue(next.isMine(), "what came too late is not that flight's");
        assertSame(next, flights.board("key", owner));
    }

    @Test
    void whatIsOfNoUseIsForgotten() throws Exception {
        Flights.Flight flight = flights.board("key", owner);
        flight.end(LANDED);
        flight.forget();
        Flights.Flight next = flights.board("key", owner);
        assertTrue(next.isMine());
        flight.forget();
        assertSame(next, flights.board("key", owner));
    }
}
