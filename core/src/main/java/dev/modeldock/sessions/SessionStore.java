package dev.modeldock.sessions;

import dev.modeldock.database.Database;
import dev.modeldock.events.Events;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;

/** The rows of import sessions. The chunks that arrived are told by the disk. */
final class SessionStore {
    private static final RowMapper<ImportSession> MAPPER = (row, context) -> map(row);

    private final Database database;
    private final SessionEvents events;

    SessionStore(Database database, Events events) {
        this.database = database;
        this.events = new SessionEvents(events);
    }

    void insert(ImportSession session, long now) {
        NewSession wish = session.wish();
        database.write(handle -> handle.createUpdate(
                        "insert into sessions(id, model_id, user_name, state, context, file_name, extension, file_size,"
                                + " total_chunks, adapter, allow_unsafe, base_model, sha256, created_at, expires_at) values (:id,"
                                + " :model, :user, :state, :context, :name, :extension, :size, :chunks, :adapter, :unsafe, :base,"
                                + " :sha256, :now, :expires)")
                .bind("id", session.id())
                .bind("model", session.modelId())
                .bind("user", session.user())
                .bind("state", session.state().name())
                .bind("context", wish.fileContext())
                .bind("name", wish.fileName())
                .bind("extension", wish.fileExtension())
                .bind("size", wish.fileSize())
                .bind("chunks", wish.totalChunks())
                .bind("adapter", wish.isAdapter())
                .bind("unsafe", wish.allowUnsafe())
                .bind("base", wish.baseModel())
                .bind("sha256", wish.sha256())
                .bind("now", now)
                .bind("expires", session.expires().toEpochMilli())
                .execute());
        events.tell(session);
    }

    Optional<ImportSession> find(String id) {
        return one("select * from sessions where id = :id", id);
    }

    Optional<ImportSession> byModelId(String modelId) {
        return one("select * from sessions where model_id = :id", modelId);
    }

    private Optional<ImportSession> one(String sql, String id) {
        return database.read(
                handle -> handle.createQuery(sql).bind("id", id).map(MAPPER).findOne());
    }

    List<ImportSession> open() {
        return database.read(handle -> handle.createQuery("select * from sessions where state = 'OPEN'")
                .map(MAPPER)
                .list());
    }

    /** How many sessions of a user take chunks, counted up to {@code most}. */
    int countOpen(String user, int most) {
        return database.read(
                handle -> handle.createQuery("select count(*) from (select 1 from sessions where state = 'OPEN'"
                                + " and user_name = :user limit :most)")
                        .bind("user", user)
                        .bind("most", most)
                        .mapTo(Integer.class)
                        .one());
    }

    List<ImportSession> overdue(long now) {
        return database.read(
                handle -> handle.createQuery("select * from sessions where state = 'OPEN' and expires_at <= :now")
                        .bind("now", now)
                        .map(MAPPER)
                        .list());
    }

    /** Leave the state OPEN; false when it was left already. */
    boolean close(String id, SessionState state) {
        return close(id, state, "", "");
    }

    /** As {@link #close(String, SessionState)}: what it brought is this job's from now on. */
    boolean completeWithJob(String id, String jobId) {
        return close(id, SessionState.COMPLETED, jobId, "");
    }

    /** As {@link #close(String, SessionState)}: what it brought is this file. */
    boolean completeWithFile(String id, String fileId) {
        return close(id, SessionState.COMPLETED, "", fileId);
    }

    private boolean close(String id, SessionState state, String jobId, String fileId) {
        Optional<ImportSession> closed = database.write(handle -> handle.createQuery(
                        "update sessions set state = :state, job_id = :job, file_id = :file where id = :id and state = 'OPEN'"
                                + " returning *")
                .bind("state", state.name())
                .bind("job", jobId)
                .bind("file", fileId)
                .bind("id", id)
                .map(MAPPER)
                .findOne());
        closed.ifPresent(events::tell);
        return closed.isPresent();
    }

    /** Forget sessions that ended long ago. */
    int forgetEndedBefore(long instant) {
        return database.write(handle -> handle.execute(
                "delete from sessions where state <> 'OPEN' and expires_at < ? and not exists (select 1 from jobs j where j.id = sessions.job_id and j.state in ('PENDING', 'RUNNING', 'PAUSED'))",
                instant));
    }

    private static ImportSession map(ResultSet row) throws SQLException {
        NewSession wish = new NewSession(
                row.getString("context"),
                row.getString("file_name"),
                row.getString("extension"),
                row.getLong("file_size"),
                row.getInt("total_chunks"),
                row.getBoolean("adapter"),
                row.getBoolean("allow_unsafe"),
                row.getString("base_model"),
                row.getString("sha256"));
        return new ImportSession(
                row.getString("id"),
                row.getString("model_id"),
                row.getString("user_name"),
                SessionState.valueOf(row.getString("state")),
                wish,
                row.getString("job_id"),
                row.getString("file_id"),
                Instant.ofEpochMilli(row.getLong("expires_at")));
    }
}
