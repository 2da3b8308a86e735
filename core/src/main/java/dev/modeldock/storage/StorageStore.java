package dev.modeldock.storage;

import dev.modeldock.database.Database;
import java.util.List;

/** What the rows tell of the room. */
final class StorageStore {
    private final Database database;

    StorageStore(Database database) {
        this.database = database;
    }

    /** How many, and how many bytes. */
    record Sum(long count, long bytes) {}

    Sum blobs() {
        return sum("select count(*) as count, coalesce(sum(size), 0) as bytes from blobs");
    }

    Sum versions() {
        return sum("select count(*) as count, coalesce(sum(bytes), 0) as bytes from versions");
    }

    private Sum sum(String sql) {
        return database.read(handle -> handle.createQuery(sql)
                .map((row, context) -> new Sum(row.getLong("count"), row.getLong("bytes")))
                .one());
    }

    /** Blobs that nothing needs, in the order of their hashes. */
    List<String> unneeded(String after, int limit) {
        return database.read(handle -> handle.createQuery(
                        "select sha256 from blobs b where sha256 > :after and not exists (select 1 from"
                                + " blob_uses u where u.sha256 = b.sha256) order by sha256 limit :limit")
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }
}
