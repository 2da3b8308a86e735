package dev.modeldock.statistics;

import dev.modeldock.database.Database;
import dev.modeldock.statistics.Statistics.Counts;
import dev.modeldock.statistics.Statistics.JobCount;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Counts the rows of others. */
final class StatisticsStore {
    private final Database database;

    StatisticsStore(Database database) {
        this.database = database;
    }

    Counts counts() {
        return database.read(handle -> handle.createQuery("select (select count(*) from models) models,"
                        + " (select count(*) from versions) versions,"
                        + " (select coalesce(sum(bytes), 0) from versions) version_bytes,"
                        + " (select count(*) from blobs) blobs, (select coalesce(sum(size), 0) from blobs) blob_bytes")
                .map((row, context) -> new Counts(
                        jobs(handle),
                        row.getLong("models"),
                        row.getLong("versions"),
                        row.getLong("version_bytes"),
                        row.getLong("blobs"),
                        row.getLong("blob_bytes")))
                .one());
    }

    private static List<JobCount> jobs(Handle handle) {
        return handle.createQuery("select kind, state, count(*) jobs from jobs group by kind, state")
                .map((row, context) -> new JobCount(row.getString("kind"), row.getString("state"), row.getLong("jobs")))
                .list();
    }
}
