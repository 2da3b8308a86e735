package dev.modeldock.settings;

import dev.modeldock.database.Database;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rows of settings that were changed while the dock ran. */
public final class SettingStore {
    private final Database database;

    public SettingStore(Database database) {
        this.database = database;
    }

    Map<String, String> all() {
        return database.read(handle -> handle.createQuery("select name, value from settings")
                .reduceRows(new TreeMap<String, String>(), (all, row) -> {
                    all.put(row.getColumn("name", String.class), row.getColumn("value", String.class));
                    return all;
                }));
    }

    /** Keep a value, or with an empty one forget it. */
    void set(String name, Optional<String> value, long now) {
        database.write(handle -> value.isEmpty()
                ? handle.execute("delete from settings where name = ?", name)
                : handle.execute(
                        "insert into settings(name, value, updated_at) values (?, ?, ?) on conflict (name) do update set"
                                + " value = excluded.value, updated_at = excluded.updated_at",
                        name,
                        value.get(),
                        now));
    }
}
