package dev.modeldock.blobs;

import dev.modeldock.database.Batches;
import dev.modeldock.database.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;

/** The rows of blobs: a blob with a row is whole, durable and verified. */
public final class BlobStore {
    private static final RowMapper<Blob> MAPPER = (row, context) ->
            new Blob(row.getString("sha256"), row.getLong("size"), row.getLong("crc32"), row.getString("git_sha1"));

    private final Database database;

    public BlobStore(Database database) {
        this.database = database;
    }

    Optional<Blob> find(String sha256) {
        return database.read(handle -> handle.createQuery("select * from blobs where sha256 = :hash")
                .bind("hash", sha256)
                .map(MAPPER)
                .findOne());
    }

    /** Those of the blobs that are here. */
    List<Blob> among(Collection<String> sha256s) {
        return among("blobs.sha256 = hash.value", sha256s);
    }

    /** Those of the blobs that are here, by git's hashes. */
    List<Blob> amongGitSha1(Collection<String> gitSha1s) {
        return among("blobs.git_sha1 = hash.value and blobs.git_sha1 <> ''", gitSha1s);
    }

    private List<Blob> among(String same, Collection<String> hashes) {
        List<Blob> here = new ArrayList<>();
        Batches.arrays(
                hashes,
                array -> here.addAll(database.read(handle -> handle.createQuery(
                                "select blobs.* from json_each(:hashes) hash cross join blobs on " + same)
                        .bind("hashes", array)
                        .map(MAPPER)
                        .list())));
        return here;
    }

    void noteGitSha1(String sha256, String gitSha1) {
        database.write(handle ->
                handle.execute("update blobs set git_sha1 = ? where sha256 = ? and git_sha1 = ''", gitSha1, sha256));
    }

    long totalSize() {
        return database.read(handle -> handle.createQuery("select coalesce(sum(size), 0) from blobs")
                .mapTo(Long.class)
                .one());
    }

    /** Note that these are about to be renamed into place. */
    void announce(Collection<String> hashes) {
        write("insert or ignore into blob_arrivals(sha256) select value from json_each(:hashes)", hashes);
    }

    /** Make them known, in the transaction of what needs them. */
    void insert(Collection<Blob> blobs, long now) {
        database.write(handle -> {
            Batches.each(
                    handle,
                    "insert into blobs(sha256, size, crc32, git_sha1, created_at) values (:sha256, :size, :crc32, :git, :now)"
                            + " on conflict (sha256) do update set git_sha1 = excluded.git_sha1 where git_sha1 = ''",
                    blobs,
                    (row, blob) -> row.bind("sha256", blob.sha256())
                            .bind("size", blob.size())
                            .bind("crc32", blob.crc32())
                            .bind("git", blob.gitSha1())
                            .bind("now", now));
            return null;
        });
    }

    /** Forget that these were on their way in or out. */
    void settle(Collection<String> hashes) {
        write("delete from blob_arrivals where sha256 in (select value from json_each(:hashes))", hashes);
    }

    /** Those of the hashes that are on their way in or out. */
    List<String> arriving(Collection<String> hashes) {
        List<String> arriving = new ArrayList<>();
        Batches.arrays(
                hashes,
                array -> arriving.addAll(database.read(handle -> handle.createQuery(
                                "select sha256 from blob_arrivals where sha256 in (select value from json_each(:hashes))")
                        .bind("hashes", array)
                        .mapTo(String.class)
                        .list())));
        return arriving;
    }

    /** Those on their way in or out that nothing needs, whether they have a row or not, in their order. */
    List<String> ownerless(String after, int limit) {
        return database.read(handle -> handle.createQuery(
                        "select sha256 from blob_arrivals a where sha256 > :after and not exists (select 1 from"
                                + " blob_uses u where u.sha256 = a.sha256) order by sha256 limit :limit")
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }

    void settleAll() {
        database.write(handle -> handle.execute("delete from blob_arrivals"));
    }

    /** Delete the rows of those that nothing needs. */
    void drop(Collection<String> hashes) {
        write(
                "delete from blobs where sha256 in (select value from json_each(:hashes))"
                        + " and not exists (select 1 from blob_uses u where u.sha256 = blobs.sha256)",
                hashes);
    }

    private void write(String sql, Collection<String> hashes) {
        database.write(handle -> {
            Batches.arrays(
                    hashes,
                    array -> handle.createUpdate(sql).bind("hashes", array).execute());
            return null;
        });
    }
}
