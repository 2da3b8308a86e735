package dev.modeldock.access;

import dev.modeldock.database.Database;
import java.time.Instant;
import java.util.Optional;

/** The rows of people who have signed in. Of a token only the SHA-256 is kept. */
public final class SignInStore {
    private final Database database;

    public SignInStore(Database database) {
        this.database = database;
    }

    /** One that was let in. */
    record Row(byte[] hash, String keyId, Instant created, Instant expires) {}

    /** @param most that a key may have; the oldest go */
    void insert(Row row, int most) {
        database.write(handle -> {
            handle.createUpdate("insert into sign_ins(hash, key_id, created_at, expires_at)"
                            + " values (:hash, :key, :created, :expires)")
                    .bind("hash", row.hash())
                    .bind("key", row.keyId())
                    .bind("created", row.created().toEpochMilli())
                    .bind("expires", row.expires().toEpochMilli())
                    .execute();
            return handle.createUpdate("delete from sign_ins where hash in (select hash from sign_ins"
                            + " where key_id = :key order by created_at desc, hash limit -1 offset :most)")
                    .bind("key", row.keyId())
                    .bind("most", most)
                    .execute();
        });
    }

    /** The key that a token stands for. */
    Optional<String> key(byte[] hash, Instant now) {
        return database.read(
                handle -> handle.createQuery("select key_id from sign_ins where hash = :hash and expires_at > :now")
                        .bind("hash", hash)
                        .bind("now", now.toEpochMilli())
                        .mapTo(String.class)
                        .findOne());
    }

    void delete(byte[] hash) {
        database.write(handle -> handle.execute("delete from sign_ins where hash = ?", hash));
    }

    void deleteExpired(Instant now) {
        boolean some = database.read(
                handle -> handle.createQuery("select exists (select 1 from sign_ins where expires_at <= :now)")
                        .bind("now", now.toEpochMilli())
                        .mapTo(Boolean.class)
                        .one());
        if (some) {
            database.write(handle -> handle.execute("delete from sign_ins where expires_at <= ?", now.toEpochMilli()));
        }
    }
}
