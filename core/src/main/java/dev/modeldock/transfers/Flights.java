package dev.modeldock.transfers;

import dev.modeldock.blobs.Blob;
import dev.modeldock.spi.RemoteFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which contents are being fetched: whoever wants one that is on its way waits for it instead of fetching it too. */
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

    /** Begin to fetch, if nobody else does; else the flight of the one who does. */
    synchronized Flight board(String key) {
        return inTheAir.computeIfAbsent(key, Flight::new);
    }

    private synchronized void leave(Flight flight) {
        inTheAir.remove(flight.key, flight);
    }

    /** One content on its way. */
    final class Flight {
        private final String key;
        private final Thread pilot = Thread.currentThread();
        private boolean over;
        private Landed landed;

        private Flight(String key) {
            this.key = key;
        }

        /** Whether the calling thread is the one that fetches. */
        boolean isMine() {
            return pilot == Thread.currentThread();
        }

        /** Say that it has come, or with null that it has not. */
        void end(Landed result) {
            leave(this);
            synchronized (this) {
                over = true;
                landed = result;
                notifyAll();
            }
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
