package dev.modeldock.access;

import dev.modeldock.database.Database;
import java.security.SecureRandom;

/** The rows of secrets of the dock's own, made at random when they are first asked for. */
public final class SecretStore {
    private static final int BYTES = 32;

    private final Database database;

    public SecretStore(Database database) {
        this.database = database;
    }

    /** 32 bytes that stay the same over restarts. */
    public byte[] get(String name) {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        return database.write(handle -> {
            handle.execute("insert or ignore into secrets(name, value) values (?, ?)", name, fresh);
            return handle.createQuery("select value from secrets where name = :name")
                    .bind("name", name)
                    .mapTo(byte[].class)
                    .one();
        });
    }
}
