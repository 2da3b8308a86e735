package dev.modeldock.server;

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
import dev.modeldock.server.routes.modeldock.KeyViews;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of a data directory for the command line, without taking the server's lock on it. */
final class KeyAdministration implements KeyDesk {
    private static final int PAGE = 1000;

    private final Database database;
    private final Keys keys;

    private KeyAdministration(Database database) {
        this.database = database;
        this.keys = new Keys(new KeyStore(database), Clock.systemUTC());
    }

    static KeyDesk open(Config config) {
        Path data = config.path("data");
        try {
            DataDirectory.create(data);
        } catch (IOException e) {
            throw new DockException(
                    Problem.CONFLICT, "The data directory " + data + " cannot be made; choose another with --data.", e);
        }
        return new KeyAdministration(Database.open(DataDirectory.database(data)));
    }

    @Override
    public Map<String, Object> create(Wanted wanted) {
        return KeyViews.created(
                keys.create(new NewKey(wanted.name(), wanted.user(), Scope.setOf(wanted.scopes()), Optional.empty())
                        .ofKind(wanted.hub() ? NewKey.Kind.HUB : NewKey.Kind.DOCK)));
    }

    @Override
    public List<Map<String, Object>> list() {
        List<Map<String, Object>> all = new ArrayList<>();
        List<Key> page;
        int number = 1;
        do {
            page = keys.list(Optional.empty(), number++, PAGE).items();
            page.forEach(key -> all.add(KeyViews.shown(key)));
        } while (page.size() == PAGE);
        return all;
    }

    @Override
    public void revoke(String id) {
        KeyViews.revoke(keys, id);
    }

    @Override
    public void close() {
        database.close();
    }
}
