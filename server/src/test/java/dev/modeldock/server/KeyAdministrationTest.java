package dev.modeldock.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.access.Caller;
import dev.modeldock.access.KeyStore;
import dev.modeldock.access.Keys;
import dev.modeldock.access.Scope;
import dev.modeldock.database.Database;
import dev.modeldock.files.DataDirectory;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.cli.KeyDesk;
import dev.modeldock.server.config.Config;
import dev.modeldock.server.config.ConfigReader;
import dev.modeldock.server.config.Given;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyAdministrationTest {
    @TempDir
    Path directory;

    @Test
    void aKeyMadeBesideARunningServerWorksThereUntilItIsRevoked() throws Exception {
        Path data = directory.resolve("new/data");
        Config config = new ConfigReader(new Given(Map.of("data", data.toString()), List.of(), Map.of()))
                .read(plugins -> List.of());
        KeyAdministration.open(config).close();
        try (DataDirectory locked = DataDirectory.open(data);
                Database database = Database.open(locked.database());
                KeyDesk desk = KeyAdministration.open(config)) {
            Keys running = new Keys(new KeyStore(database), Clock.systemUTC());

            Map<String, Object> made = desk.create(new KeyDesk.Wanted("ci", "ann", Set.of("read", "Import Model")));

            Caller caller = running.authenticate(made.get("key").toString()).orElseThrow();
            assertEquals("ann", caller.user());
            assertTrue(caller.may(Scope.IMPORT_MODEL) && !caller.may(Scope.WRITE));
            assertEquals(List.of("read", "Import Model"), made.get("scopes"));
            assertEquals(List.of("id", "name", "user", "scopes", "createdAt", "key"), List.copyOf(made.keySet()));
            Map<String, Object> listed = desk.list().get(0);
            assertEquals(made.get("id"), listed.get("id"));
            assertFalse(listed.containsKey("key"));

            desk.revoke(made.get("id").toString());
            assertTrue(running.authenticate(made.get("key").toString()).isEmpty());
            assertTrue(desk.list().get(0).containsKey("revokedAt"));
            DockException again = assertThrows(
                    DockException.class, () -> desk.revoke(made.get("id").toString()));
            assertEquals(Problem.NOT_FOUND, again.problem());
        }
    }

    @Test
    void anUnknownScopeIsRefused() {
        Config config = new ConfigReader(new Given(Map.of("data", directory.toString()), List.of(), Map.of()))
                .read(plugins -> List.of());
        try (KeyDesk desk = KeyAdministration.open(config)) {
            DockException refusal = assertThrows(
                    DockException.class, () -> desk.create(new KeyDesk.Wanted("ci", "ann", Set.of("raed"))));
            assertTrue(refusal.getMessage().contains("'read'"), refusal.getMessage());
        }
    }
}
