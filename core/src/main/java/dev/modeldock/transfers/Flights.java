package dev.modeldock.transfers;

import dev.modeldock.blobs.Blob;
import dev.modeldock.spi.RemoteFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which contents are being fetched, or have just come: whoever wants one that is on its way waits for it instead of
 * fetching it too. What has come is remembered until the pull that brought it is over, since until then it is in no store.
 */
final class Flights {
    private final Map<String, Flight> inTheAir = new HashMap<>();

    /** What a remote file is known by, or empty when nothing tells whether two are the same. */
    static Optional<String> key(RemoteFile file) {
        if (!file.sha256().isEmpty()) {
            return Optional.of(file.sha256());
        }
        return file.gitSha1().isEmpty() ? Optional.empty() : Optional.of("git " + file.gitSha1());
    }

    /** Content that has come. */
    record Landed(Path place, Blob blob) {}

    /** Begin to fetch on behalf of {@code owner}, if nobody else does or did; else the flight of the one who does. */
    synchronized Flight board(String key, Object owner) {
        return inTheAir.computeIfAbsent(key, fresh -> new Flight(fresh, owner));
    }

    /**
     * Say that an owner is done: nothing will come of its flights that are not over, even if a thread of it hangs, and
     * nobody is to wait for them.
     */
    void dismiss(Object owner) {
        List<Flight> left;
        synchronized (this) {
            left = inTheAir.values().stream()
                    .filter(flight -> flight.owner == owner)
                    .toList();
        }
        left.forEach(Flight::forget);
    }

    private synchronized void leave(Flight flight) {
        inTheAir.remove(flight.key, flight);
    }

    /** One content on its way. */
    final class Flight {
        private final String key;
        private final Object owner;
        private final Thread pilot = Thread.currentThread();
        private boolean over;
        private Landed landed;

        private Flight(String key, Object owner) {
            this.key = key;
            this.owner = owner;
        }

        /** Whether the calling thread is the one that fetches. */
        synchronized boolean isMine() {
            return !over && pilot == Thread.currentThread();
        }

        /** Say that it has come, or with null that it has not; the first time counts. */
        void end(Landed result) {
            if (result == null) {
                leave(this);
            }
            synchronized (this) {
                if (!over) {
                    over = true;
                    landed = result;
                    notifyAll();
                }
            }
        }

        /** Say that what has come is of no use any more, or that nothing will come. */
        void forget() {
            leave(this);
            end(null);
        }

        /** Wait for its end; empty when it did not come. */
        synchronized Optional<Landed> await() throws InterruptedException {
            while (!over) {
                wait();
            }
            return Optional.ofNullable(landed);
        }
    }
}
