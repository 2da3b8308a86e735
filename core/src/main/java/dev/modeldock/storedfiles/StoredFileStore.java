package dev.modeldock.storedfiles;

import dev.modeldock.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;

/** The rows of stored files. */
public final class StoredFileStore {
    private static final RowMapper<StoredFile> MAPPER = (row, context) -> map(row);

    private final Database database;

    public StoredFileStore(Database database) {
        this.database = database;
    }

    void insert(StoredFile file) {
        database.write(handle -> handle.createUpdate(
                        "insert into stored_files(id, place, user_name, context, file_name, sha256, size, created_at,"
                                + " expires_at) values (:id, :place, :user, :context, :name, :sha256, :size, :now, :expires)")
                .bind("id", file.id())
                .bind("place", file.place())
                .bind("user", file.user())
                .bind("context", file.context().name())
                .bind("name", file.name())
                .bind("sha256", file.sha256())
                .bind("size", file.size())
                .bind("now", file.created().toEpochMilli())
                .bind("expires", file.expires().toEpochMilli())
                .execute());
    }

    Optional<StoredFile> find(String id) {
        return one("select * from stored_files where id = :key", id);
    }

    Optional<StoredFile> byPlace(String place) {
        return one("select * from stored_files where place = :key", place);
    }

    private Optional<StoredFile> one(String sql, String key) {
        return database.read(
                handle -> handle.createQuery(sql).bind("key", key).map(MAPPER).findOne());
    }

    /** Let it last at least until then. */
    void keepUntil(String id, long instant) {
        database.write(handle ->
                handle.execute("update stored_files set expires_at = max(expires_at, ?) where id = ?", instant, id));
    }

    /** Let its bytes be those of another, encrypted blob; false when they are so already, or the file is gone. */
    boolean seal(String id, String sha256) {
        return database.write(handle ->
                handle.execute("update stored_files set sha256 = ?, sealed = 1 where id = ? and sealed = 0", sha256, id)
                        == 1);
    }

    List<StoredFile> overdue(long now, int limit) {
        return database.read(handle -> handle.createQuery(
                        "select * from stored_files where expires_at <= :now order by expires_at limit :limit")
                .bind("now", now)
                .bind("limit", limit)
                .map(MAPPER)
                .list());
    }

    void delete(Collection<String> ids) {
        database.write(handle -> {
            ids.forEach(id -> handle.execute("delete from stored_files where id = ?", id));
            return null;
        });
    }

    private static StoredFile map(ResultSet row) throws SQLException {
        return new StoredFile(
                row.getString("id"),
                row.getString("place"),
                row.getString("user_name"),
                FileContext.valueOf(row.getString("context")),
                row.getString("file_name"),
                row.getString("sha256"),
                row.getLong("size"),
                row.getBoolean("sealed"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")));
    }
}
