package dev.modeldock.access;

import dev.modeldock.access.Key.KeyTimes;
import dev.modeldock.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;

/** The rows of users and keys. Of a key's secret only the SHA-256 is kept. */
public final class KeyStore {
    private static final RowMapper<Key> MAPPER = (row, context) -> map(row);

    private final Database database;

    public KeyStore(Database database) {
        this.database = database;
    }

    /** Insert the key, and its user when there is none of that name in any case; give the name as it was first written. */
    String insert(Key key, byte[] hash) {
        return database.write(handle -> {
            long now = key.times().createdAt().toEpochMilli();
            handle.execute("insert into users(name, created_at) values (?, ?) on conflict do nothing", key.user(), now);
            String user = handle.createQuery("select name from users where name = :user")
                    .bind("user", key.user())
                    .mapTo(String.class)
                    .one();
            handle.createUpdate("insert into keys(id, name, user_name, hash, scopes, created_at, expires_at)"
                            + " values (:id, :name, :user, :hash, :scopes, :now, :expires)")
                    .bind("id", key.id())
                    .bind("name", key.name())
                    .bind("user", user)
                    .bind("hash", hash)
                    .bind("scopes", String.join(",", Scope.labels(key.scopes())))
                    .bind("now", now)
                    .bind(
                            "expires",
                            key.times().expiresAt().map(Instant::toEpochMilli).orElse(null))
                    .execute();
            return user;
        });
    }

    Optional<Key> find(byte[] hash) {
        return database.read(handle -> handle.createQuery("select * from keys where hash = :hash")
                .bind("hash", hash)
                .map(MAPPER)
                .findOne());
    }

    Optional<Key> find(String id) {
        return database.read(handle -> handle.createQuery("select * from keys where id = :id")
                .bind("id", id)
                .map(MAPPER)
                .findOne());
    }

    /** Note a use, unless one after {@code since} is noted already. */
    void use(String id, long now, long since) {
        database.write(handle -> handle.createUpdate("update keys set last_used_at = :now"
                        + " where id = :id and (last_used_at is null or last_used_at <= :since)")
                .bind("id", id)
                .bind("now", now)
                .bind("since", since)
                .execute());
    }

    /** By the order of their rows, which is the order in which they were made. */
    List<Key> list(Optional<String> user, int limit, long offset) {
        return database.read(handle -> handle.createQuery(
                        "select * from keys" + where(user) + " order by rowid desc limit :limit offset :offset")
                .bind("limit", limit)
                .bind("offset", offset)
                .bindMap(user.map(name -> Map.of("user", name)).orElse(Map.of()))
                .map(MAPPER)
                .list());
    }

    long count(Optional<String> user) {
        return database.read(handle -> handle.createQuery("select count(*) from keys" + where(user))
                .bindMap(user.map(name -> Map.of("user", name)).orElse(Map.of()))
                .mapTo(Long.class)
                .one());
    }

    boolean revoke(String id, long now) {
        return database.write(
                handle -> handle.createUpdate("update keys set revoked_at = :now where id = :id and revoked_at is null")
                                .bind("id", id)
                                .bind("now", now)
                                .execute()
                        == 1);
    }

    private static String where(Optional<String> user) {
        return user.isPresent() ? " where user_name = :user" : "";
    }

    private static Key map(ResultSet row) throws SQLException {
        return new Key(
                row.getString("id"),
                row.getString("name"),
                row.getString("user_name"),
                Scope.setOf(List.of(row.getString("scopes"))),
                new KeyTimes(
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        instant(row, "last_used_at"),
                        instant(row, "revoked_at"),
                        instant(row, "expires_at")));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
