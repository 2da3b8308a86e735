package dev.modeldock.imports;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Imports from sources whose files are on their way, for those who read them before they are in the store. */
public final class Arrivals {
    private final Map<String, Arrival> byJob = new ConcurrentHashMap<>();

    Arrivals() {}

    /** The files of a job, whether it has begun or not; {@linkplain #leave leave} it in any case. */
    public Arrival follow(String job) {
        return byJob.compute(job, (id, known) -> {
            Arrival arrival = known == null ? new Arrival() : known;
            arrival.followed(1);
            return arrival;
        });
    }

    /** Say that somebody who followed does so no longer. */
    public void leave(String job) {
        byJob.computeIfPresent(job, (id, arrival) -> arrival.followed(-1) || arrival.isUnderWay() ? arrival : null);
    }

    /** An attempt at a job begins to bring files. */
    void begin(String job, IncomingFiles files) {
        byJob.compute(job, (id, known) -> {
            Arrival arrival = known == null ? new Arrival() : known;
            arrival.begin(files.shownAs(arrival));
            return arrival;
        });
    }

    /** That attempt is over; what it brought is in the store, or gone. */
    void end(String job) {
        byJob.computeIfPresent(job, (id, arrival) -> arrival.end() ? arrival : null);
    }
}
