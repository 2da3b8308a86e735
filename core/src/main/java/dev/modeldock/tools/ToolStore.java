package dev.modeldock.tools;

import dev.modeldock.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** The rows of tools. */
public final class ToolStore {
    private static final RowMapper<Tool> MAPPER = (row, context) -> map(row);

    private final Database database;

    public ToolStore(Database database) {
        this.database = database;
    }

    void insert(Tool tool) {
        database.write(handle -> handle.createUpdate(
                        "insert into tools(id, owner, name, current, created_at, updated_at) values (:id, :owner, :name,"
                                + " :current, :now, :now)")
                .bind("id", tool.id())
                .bind("owner", tool.owner())
                .bind("name", tool.name())
                .bind("current", tool.current())
                .bind("now", tool.created().toEpochMilli())
                .execute());
    }

    Optional<Tool> find(String id) {
        return database.read(handle -> handle.createQuery("select * from tools where id = :id")
                .bind("id", id)
                .map(MAPPER)
                .findOne());
    }

    Optional<Tool> byName(String owner, String name) {
        return database.read(
                handle -> handle.createQuery("select * from tools where owner = :owner and name = :name collate nocase")
                        .bind("owner", owner)
                        .bind("name", name)
                        .map(MAPPER)
                        .findOne());
    }

    /** Tools of one owner, or of all, newest first. */
    List<Tool> list(Optional<String> owner, int limit, long offset) {
        return database.read(
                handle -> of(owner, handle, "select * from tools", " order by seq desc limit :limit offset :offset")
                        .bind("limit", limit)
                        .bind("offset", offset)
                        .map(MAPPER)
                        .list());
    }

    long count(Optional<String> owner) {
        return database.read(handle -> of(owner, handle, "select count(*) from tools", "")
                .mapTo(Long.class)
                .one());
    }

    /** Each form has an index; one condition for both would have none. */
    private static Query of(Optional<String> owner, Handle handle, String select, String rest) {
        Query query = handle.createQuery(select + (owner.isPresent() ? " where owner = :owner" : "") + rest);
        owner.ifPresent(user -> query.bind("owner", user));
        return query;
    }

    /** Let another version be the current one. */
    void point(String id, int number, long now) {
        database.write(
                handle -> handle.execute("update tools set current = ?, updated_at = ? where id = ?", number, now, id));
    }

    void delete(String id) {
        database.write(handle -> handle.execute("delete from tools where id = ?", id));
    }

    private static Tool map(ResultSet row) throws SQLException {
        return new Tool(
                row.getString("id"),
                row.getString("owner"),
                row.getString("name"),
                row.getInt("current"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }
}
