package dev.modeldock.statistics;

import dev.modeldock.blobs.Space;
import dev.modeldock.database.Database;
import dev.modeldock.imports.Imports;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Figures of the whole dock. What has to be counted in the database is counted at most once in {@link #FRESH}. */
public final class Statistics {
    /** How old a count may be. */
    public static final Duration FRESH = Duration.ofSeconds(10);

    private final StatisticsStore store;
    private final Database database;
    private final Space space;
    private final Imports imports;
    private final Clock clock;
    private Counts counts;
    private Instant countedAt = Instant.EPOCH;

    public Statistics(Database database, Space space, Imports imports, Clock clock) {
        this.store = new StatisticsStore(database);
        this.database = database;
        this.space = space;
        this.imports = imports;
        this.clock = clock;
    }

    /**
     * What there is.
     *
     * @param versionBytes of all versions of all models, each counted whole
     * @param blobBytes that are kept for them, for datasets, tools and files: equal content once
     */
    public record Counts(
            List<JobCount> jobs, long models, long versions, long versionBytes, long blobs, long blobBytes) {}

    /** So many jobs of a kind are in a state; both in capitals. */
    public record JobCount(String kind, String state, long count) {}

    /**
     * The disk.
     *
     * @param free bytes, promised or not
     * @param available bytes that could still be promised
     * @param reserved bytes that are promised and not used yet
     * @param used bytes that blobs, staging and results take
     */
    public record Disk(long free, long available, long reserved, long used) {}

    /** What there is, as of not long ago. */
    public synchronized Counts counts() {
        Instant now = clock.instant();
        if (counts == null || countedAt.plus(FRESH).isBefore(now)) {
            counts = store.counts();
            countedAt = now;
        }
        return counts;
    }

    public Disk disk() {
        return new Disk(space.free(), space.available(), space.reserved(), space.used());
    }

    /** The database since the start. */
    public Database.Use database() {
        return database.use();
    }

    /** Bytes that imports have brought since the start, by source in capitals. */
    public Map<String, Long> imported() {
        return imports.traffic().bytes();
    }
}
