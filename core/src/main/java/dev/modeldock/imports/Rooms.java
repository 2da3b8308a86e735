package dev.modeldock.imports;

import dev.modeldock.blobs.Space;
import java.util.HashMap;
import java.util.Map;

/** Room that is promised to accepted imports while they wait for their turn; known by their directory in staging. */
final class Rooms {
    private final Space space;
    private final Map<String, Space.Reservation> promised = new HashMap<>();

    Rooms(Space space) {
        this.space = space;
    }

    /** Promise room, or {@code INSUFFICIENT_STORAGE}. */
    synchronized void promise(String staging, long bytes) {
        keep(staging, space.reserve(bytes));
    }

    /** Promise as much of it as there is, to work that was accepted before. */
    synchronized void promiseAgain(String staging, long bytes) {
        keep(staging, space.reserveAtMost(bytes));
    }

    synchronized boolean isPromised(String staging) {
        return promised.containsKey(staging);
    }

    private void keep(String staging, Space.Reservation reservation) {
        Space.Reservation former = promised.put(staging, reservation);
        if (former != null) {
            former.close();
        }
    }

    /** Take the promise over; one that begins at nothing when there is none. */
    synchronized Space.Reservation take(String staging) {
        Space.Reservation mine = promised.remove(staging);
        return mine == null ? space.reserve(0) : mine;
    }

    /** Give it up. */
    synchronized void release(String staging) {
        Space.Reservation mine = promised.remove(staging);
        if (mine != null) {
            mine.close();
        }
    }
}
