package dev.modeldock.server;

import dev.modeldock.access.CreatedKey;
import dev.modeldock.access.Key;
import dev.modeldock.access.KeyStore;
import dev.modeldock.access.Keys;
import dev.modeldock.access.NewKey;
import dev.modeldock.access.Scope;
import dev.modeldock.database.Database;
import dev.modeldock.files.DataDirectory;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.cli.KeyDesk;
import dev.modeldock.server.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of a data directory for the command line. It opens the database beside a running server and leaves the
 * lock of the directory alone: one row is written, and SQLite lets two processes do that.
 */
final class KeyAdministration implements KeyDesk {
    private static final int PAGE = 1000;

    private final Database database;
    private final Keys keys;

    private KeyAdministration(Database database) {
        this.database = database;
        this.keys = new Keys(new KeyStore(database), Clock.systemUTC());
    }

    /** Open the keys of the data directory that {@code config} names, which is made when it is not there. */
    static KeyDesk open(Config config) {
        Path directory = config.path("data");
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new DockException(
                    Problem.CONFLICT,
                    "The data directory " + directory + " cannot be made; choose another with --data.",
                    e);
        }
        return new KeyAdministration(Database.open(DataDirectory.database(directory)));
    }

    @Override
    public Map<String, Object> create(Wanted wanted) {
        CreatedKey created =
                keys.create(new NewKey(wanted.name(), wanted.user(), Scope.setOf(wanted.scopes()), Optional.empty()));
        Map<String, Object> shown = shown(created.key());
        shown.put("key", created.secret());
        return shown;
    }

    @Override
    public List<Map<String, Object>> list() {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (int page = 1; ; page++) {
            List<Key> items = keys.list(Optional.empty(), page, PAGE).items();
            items.forEach(key -> shown.add(shown(key)));
            if (items.size() < PAGE) {
                return shown;
            }
        }
    }

    @Override
    public void revoke(String id) {
        if (!keys.revoke(id)) {
            throw new DockException(
                    Problem.NOT_FOUND, "There is no good key with the id " + id + "; modeldock keys list shows all.");
        }
    }

    @Override
    public void close() {
        database.close();
    }

    private static Map<String, Object> shown(Key key) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", key.id());
        shown.put("name", key.name());
        shown.put("user", key.user());
        shown.put("scopes", key.scopes().stream().map(Scope::label).toList());
        shown.put("createdAt", key.times().createdAt().toString());
        key.times().expiresAt().ifPresent(at -> shown.put("expiresAt", at.toString()));
        key.times().lastUsedAt().ifPresent(at -> shown.put("lastUsedAt", at.toString()));
        key.times().revokedAt().ifPresent(at -> shown.put("revokedAt", at.toString()));
        return shown;
    }
}
