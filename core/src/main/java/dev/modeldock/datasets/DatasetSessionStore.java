package dev.modeldock.datasets;

import dev.modeldock.database.Database;
import java.util.Optional;

/** The rows that tell of import sessions which dataset each of them brings files to. */
final class DatasetSessionStore {
    private final Database database;

    DatasetSessionStore(Database database) {
        this.database = database;
    }

    /** A session's dataset; one that is yet to be made has a type and a format. */
    record Target(String dataset, String owner, String type, String format) {
        boolean isNew() {
            return !type.isEmpty();
        }
    }

    void insert(String session, Target target) {
        database.write(handle -> handle.execute(
                "insert into dataset_sessions(session_id, dataset_id, owner, type, format) values (?, ?, ?, ?, ?)",
                session,
                target.dataset(),
                target.owner(),
                target.type(),
                target.format()));
    }

    Optional<Target> find(String session) {
        return database.read(handle -> handle.createQuery("select * from dataset_sessions where session_id = :session")
                .bind("session", session)
                .map((row, context) -> new Target(
                        row.getString("dataset_id"),
                        row.getString("owner"),
                        row.getString("type"),
                        row.getString("format")))
                .findOne());
    }
}
