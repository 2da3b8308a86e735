package dev.modeldock.webhooks;

import dev.modeldock.database.Database;
import dev.modeldock.webhooks.Delivery.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.RowMapper;

/** The rows of deliveries: the queue of each webhook, and its log. */
final class DeliveryStore {
    private static final RowMapper<Delivery> MAPPER = (row, context) -> map(row);

    private final Database database;

    DeliveryStore(Database database) {
        this.database = database;
    }

    void insertAll(List<Delivery> all) {
        if (!all.isEmpty()) {
            database.write(handle -> {
                all.forEach(this::insert);
                return null;
            });
        }
    }

    /** Unless the webhook is gone by now. */
    void insert(Delivery delivery) {
        database.write(handle -> handle.createUpdate(
                        "insert into webhook_deliveries(id, webhook_id, type, body, state, attempts,"
                                + " next_at, status, error, created_at, ended_at) select :id, id, :type, :body,"
                                + " :state, :attempts, :next, :status, :error, :created, :ended from webhooks"
                                + " where id = :webhook")
                .bind("id", delivery.id())
                .bind("webhook", delivery.webhookId())
                .bind("type", delivery.type())
                .bind("body", delivery.body())
                .bind("state", delivery.state().name())
                .bind("attempts", delivery.attempts())
                .bind("next", millis(delivery.next()))
                .bind("status", delivery.status())
                .bind("error", delivery.error())
                .bind("created", delivery.created().toEpochMilli())
                .bind("ended", millis(delivery.ended()))
                .execute());
    }

    /** What came of an attempt; a delivery that is gone by now stays gone. */
    void update(Delivery delivery) {
        database.write(handle -> handle.createUpdate(
                        "update webhook_deliveries set state = :state, attempts = :attempts,"
                                + " next_at = :next, status = :status, error = :error, ended_at = :ended where id = :id")
                .bind("id", delivery.id())
                .bind("state", delivery.state().name())
                .bind("attempts", delivery.attempts())
                .bind("next", millis(delivery.next()))
                .bind("status", delivery.status())
                .bind("error", delivery.error())
                .bind("ended", millis(delivery.ended()))
                .execute());
    }

    /** The first that is due, of webhooks that are on and not among {@code busy}. */
    Optional<Delivery> due(Instant now, Collection<String> busy) {
        return database.read(handle -> handle.createQuery("select webhook_deliveries.* from webhook_deliveries"
                        + " join webhooks on webhooks.id = webhook_id where next_at <= :now and off_because is null"
                        + " and webhook_id not in (select value from json_each(:busy)) order by next_at, seq limit 1")
                .bind("now", now.toEpochMilli())
                .bind("busy", array(busy))
                .map(MAPPER)
                .findOne());
    }

    /** When the next one will be due, of the same webhooks. */
    Optional<Instant> nextDue(Collection<String> busy) {
        return database.read(handle -> handle.createQuery("select next_at from webhook_deliveries join webhooks on"
                        + " webhooks.id = webhook_id where next_at is not null and off_because is null"
                        + " and webhook_id not in (select value from json_each(:busy)) order by next_at limit 1")
                .bind("busy", array(busy))
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
    }

    long waiting(String webhookId) {
        return count("webhook_id = :webhook and next_at is not null", webhookId);
    }

    long count(String webhookId) {
        return count("webhook_id = :webhook", webhookId);
    }

    private long count(String condition, String webhookId) {
        return database.read(handle -> handle.createQuery("select count(*) from webhook_deliveries where " + condition)
                .bind("webhook", webhookId)
                .mapTo(Long.class)
                .one());
    }

    /** The newest first. */
    List<Delivery> list(String webhookId, int limit, long offset) {
        return database.read(handle -> handle.createQuery("select * from webhook_deliveries where webhook_id = :webhook"
                        + " order by seq desc limit :limit offset :offset")
                .bind("webhook", webhookId)
                .bind("limit", limit)
                .bind("offset", offset)
                .map(MAPPER)
                .list());
    }

    Optional<Delivery> find(String webhookId, String id) {
        return database.read(handle -> handle.createQuery(
                        "select * from webhook_deliveries where id = :id and webhook_id = :webhook")
                .bind("id", id)
                .bind("webhook", webhookId)
                .map(MAPPER)
                .findOne());
    }

    void deleteEndedBefore(Instant instant) {
        long before = instant.toEpochMilli();
        boolean some = database.read(handle -> handle.createQuery(
                        "select exists (select 1 from webhook_deliveries where ended_at < :before)")
                .bind("before", before)
                .mapTo(Boolean.class)
                .one());
        if (some) {
            database.write(handle -> handle.execute("delete from webhook_deliveries where ended_at < ?", before));
        }
    }

    private static String array(Collection<String> ids) {
        return ids.stream()
                .collect(Collectors.joining("\",\"", ids.isEmpty() ? "[" : "[\"", ids.isEmpty() ? "]" : "\"]"));
    }

    private static Long millis(Optional<Instant> instant) {
        return instant.map(Instant::toEpochMilli).orElse(null);
    }

    private static Delivery map(ResultSet row) throws SQLException {
        return new Delivery(
                row.getString("id"),
                row.getString("webhook_id"),
                row.getString("type"),
                row.getString("body"),
                State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                instant(row, "next_at"),
                row.getInt("status"),
                row.getString("error"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                instant(row, "ended_at"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
