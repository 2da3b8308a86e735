package dev.modeldock.hub.push;

import dev.modeldock.database.Batches;
import dev.modeldock.database.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.mapper.RowMapper;

/** The rows of large files that no commit has taken yet, and of those that come in parts. */
public final class UploadStore {
    private static final RowMapper<LargeObject> MAPPER =
            (row, context) -> new LargeObject(row.getString("user_name"), row.getString("sha256"), row.getLong("size"));

    private final Database database;

    public UploadStore(Database database) {
        this.database = database;
    }

    void keep(LargeObject object, long expires) {
        database.write(handle -> handle.execute(
                "insert into hub_uploads(user_name, sha256, size, expires_at) values (?, ?, ?, ?)"
                        + " on conflict (user_name, sha256) do update set expires_at = excluded.expires_at",
                object.user(),
                object.sha256(),
                object.size(),
                expires));
    }

    /** Those of the contents that a user has sent. */
    List<String> among(String user, List<String> sha256s) {
        List<String> here = new ArrayList<>();
        Batches.arrays(
                sha256s,
                array -> here.addAll(database.read(
                        handle -> handle.createQuery("select sha256 from hub_uploads where user_name = :user"
                                        + " and sha256 in (select value from json_each(:hashes))")
                                .bind("user", user)
                                .bind("hashes", array)
                                .mapTo(String.class)
                                .list())));
        return here;
    }

    /** Those of the contents that a user has sent; they last until then from now on. */
    List<String> renew(String user, List<String> sha256s, long expires) {
        List<String> here = new ArrayList<>();
        Batches.arrays(
                sha256s,
                array -> here.addAll(database.write(handle -> handle.createQuery(
                                "update hub_uploads set expires_at = :expires where user_name = :user"
                                        + " and sha256 in (select value from json_each(:hashes)) returning sha256")
                        .bind("expires", expires)
                        .bind("user", user)
                        .bind("hashes", array)
                        .mapTo(String.class)
                        .list())));
        return here;
    }

    /** Forget those of the contents that a user has sent, as a version has them now. */
    void take(String user, List<String> sha256s) {
        database.write(handle -> {
            Batches.arrays(
                    sha256s,
                    array -> handle.createUpdate("delete from hub_uploads where user_name = :user"
                                    + " and sha256 in (select value from json_each(:hashes))")
                            .bind("user", user)
                            .bind("hashes", array)
                            .execute());
            return null;
        });
    }

    /** Forget what is overdue at this moment; tells the contents. */
    List<String> takeOverdue(long now, int limit) {
        return database.write(handle -> handle.createQuery("delete from hub_uploads where expires_at <= :now"
                        + " and (user_name, sha256) in (select user_name, sha256 from hub_uploads where expires_at <= :now"
                        + " order by expires_at limit :limit) returning sha256")
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }

    /** What came in parts and was overdue at this moment; some may be renewed at the next. */
    List<LargeObject> overdueParted(long now, int limit) {
        return database.read(handle -> handle.createQuery(
                        "select * from hub_parted_uploads where expires_at <= :now order by expires_at limit :limit")
                .bind("now", now)
                .bind("limit", limit)
                .map(MAPPER)
                .list());
    }

    /** End an upload if it is overdue at this moment. */
    boolean endOverdue(String staging, long now) {
        return database.write(handle ->
                handle.execute("delete from hub_parted_uploads where staging = ? and expires_at <= ?", staging, now)
                        == 1);
    }

    void begin(LargeObject object, long expires) {
        database.write(handle -> handle.execute(
                "insert into hub_parted_uploads(staging, user_name, sha256, size, expires_at) values (?, ?, ?, ?, ?)"
                        + " on conflict (staging) do update set expires_at = excluded.expires_at",
                object.staging(),
                object.user(),
                object.sha256(),
                object.size(),
                expires));
    }

    /** A part is here; the whole lasts so much longer. */
    void arrived(String staging, int part, String etag, long expires) {
        database.write(handle -> {
            handle.execute("update hub_parted_uploads set expires_at = ? where staging = ?", expires, staging);
            return handle.execute(
                    "insert into hub_parts(staging, number, etag) values (?, ?, ?)"
                            + " on conflict (staging, number) do update set etag = excluded.etag",
                    staging,
                    part,
                    etag);
        });
    }

    /** What came in parts and is under way. */
    List<LargeObject> parted() {
        return database.read(handle -> handle.createQuery("select * from hub_parted_uploads")
                .map(MAPPER)
                .list());
    }

    /** The parts that are here, by their numbers. */
    Map<Integer, String> parts(String staging) {
        return database.read(handle -> handle.createQuery("select number, etag from hub_parts where staging = :staging")
                .bind("staging", staging)
                .reduceRows(new HashMap<Integer, String>(), (all, row) -> {
                    all.put(row.getColumn("number", Integer.class), row.getColumn("etag", String.class));
                    return all;
                }));
    }

    void end(String staging) {
        database.write(handle -> handle.execute("delete from hub_parted_uploads where staging = ?", staging));
    }

    /** Directories in staging that are needed on. */
    public List<String> stagingInUse() {
        return database.read(handle -> handle.createQuery("select staging from hub_parted_uploads")
                .mapTo(String.class)
                .list());
    }
}
