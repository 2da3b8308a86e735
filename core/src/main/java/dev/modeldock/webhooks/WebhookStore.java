package dev.modeldock.webhooks;

import dev.modeldock.database.Database;
import dev.modeldock.events.EventType;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;

/** The rows of webhooks. */
final class WebhookStore {
    private static final RowMapper<Webhook> MAPPER = (row, context) -> map(row);

    private final Database database;

    WebhookStore(Database database) {
        this.database = database;
    }

    /** @param sealed the secret, as it may lie on the disk */
    void insert(Webhook webhook, byte[] sealed) {
        database.write(handle -> bind(
                        handle.createUpdate("insert into webhooks(id, url, secret, types, description, off_because,"
                                + " created_by, created_at) values (:id, :url, :secret, :types, :description, :off, :by,"
                                + " :at)"),
                        webhook)
                .bind("secret", sealed)
                .bind("by", webhook.createdBy())
                .bind("at", webhook.created().toEpochMilli())
                .execute());
    }

    /** Change it as it stands now, whatever became of it meanwhile; empty when there is none. */
    Optional<Webhook> change(String id, UnaryOperator<Webhook> change) {
        return database.write(handle -> {
            Optional<Webhook> changed = find(id).map(change);
            changed.ifPresent(this::update);
            return changed;
        });
    }

    private void update(Webhook webhook) {
        database.write(handle -> bind(
                        handle.createUpdate(
                                "update webhooks set url = :url, types = :types, description = :description,"
                                        + " off_because = :off where id = :id"),
                        webhook)
                .execute());
    }

    void turnOff(String id, String why) {
        database.write(handle -> handle.execute("update webhooks set off_because = ? where id = ?", why, id));
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Webhook webhook) {
        return statement
                .bind("id", webhook.id())
                .bind("url", webhook.url().toString())
                .bind("types", webhook.types().stream().map(EventType::name).collect(Collectors.joining(",")))
                .bind("description", webhook.description())
                .bind("off", webhook.offBecause().orElse(null));
    }

    Optional<Webhook> find(String id) {
        return database.read(handle -> handle.createQuery("select * from webhooks where id = :id")
                .bind("id", id)
                .map(MAPPER)
                .findOne());
    }

    Optional<byte[]> secret(String id) {
        return database.read(handle -> handle.createQuery("select secret from webhooks where id = :id")
                .bind("id", id)
                .mapTo(byte[].class)
                .findOne());
    }

    List<Webhook> all() {
        return database.read(handle -> handle.createQuery("select * from webhooks order by created_at, id")
                .map(MAPPER)
                .list());
    }

    boolean delete(String id) {
        return database.write(handle -> handle.execute("delete from webhooks where id = ?", id)) == 1;
    }

    private static Webhook map(ResultSet row) throws SQLException {
        Set<EventType> types = Arrays.stream(row.getString("types").split(","))
                .map(EventType::valueOf)
                .collect(Collectors.toUnmodifiableSet());
        return new Webhook(
                row.getString("id"),
                URI.create(row.getString("url")),
                types,
                row.getString("description"),
                Optional.ofNullable(row.getString("off_because")),
                row.getString("created_by"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
