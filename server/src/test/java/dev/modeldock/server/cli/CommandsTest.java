package dev.modeldock.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.config.Config;
import dev.modeldock.server.config.ConfigKey;
import dev.modeldock.server.config.ConfigKeys;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Config seen;
    private DockException failure = new DockException(Problem.CONFLICT, "The port is taken.");

    @TempDir
    Path data;

    @Test
    void noWordAndServeAreTheSame() {
        assertEquals(1, run("--port", "4711", "--data", data.toString()));
        assertEquals(4711, seen.number("port"));
        assertEquals(1, run("serve", "--port=4712", "--data", data.toString(), "--set", "log.format=text"));
        assertEquals(4712, seen.number("port"));
    }

    @Test
    void aFailureIsOneSentenceAndExitCodeOne() {
        assertEquals(1, run("--data", data.toString()));
        assertEquals("The port is taken.\n", text(err));
        assertEquals("", text(out));
    }

    @Test
    void aWrongFlagIsUsageAndNamesTheNearest() {
        assertEquals(2, run("serve", "--prot", "80"));
        assertEquals(1, text(err).lines().count());
        assertTrue(text(err).contains("--prot") && text(err).contains("--port"), text(err));
    }

    @Test
    void aWrongWordIsUsageAndNamesTheNearest() {
        assertEquals(2, run("serv"));
        assertTrue(text(err).contains("serv is not known; the nearest is serve"), text(err));
    }

    @Test
    void aWrongKeyIsUsage() {
        assertEquals(2, run("--data", data.toString(), "--set", "log.levle=debug"));
        assertTrue(text(err).contains("log.level"), text(err));
    }

    @Test
    void aFlagWithoutItsValueIsUsageInOneLine() {
        assertEquals(2, run("serve", "--port"));
        assertEquals(1, text(err).lines().count(), text(err));
        assertTrue(text(err).contains("--port"), text(err));
    }

    @Test
    void aFaultOfOursShowsNoStackTrace() {
        failure = null;
        assertEquals(1, run("--data", data.toString()));
        assertEquals(1, text(err).lines().count(), text(err));
        assertFalse(text(err).contains("at dev.modeldock"), text(err));
    }

    @Test
    void helpShowsEveryKeyWithFlagVariableAndDefault() {
        assertEquals(0, run("--help"));
        for (ConfigKey key : ConfigKeys.all()) {
            String line = text(out)
                    .lines()
                    .filter(each -> each.startsWith(key.name() + " "))
                    .findFirst()
                    .orElse("");
            assertTrue(line.contains(key.variable()) && line.contains(key.help()), key.name() + " in " + line);
            assertTrue(line.contains(key.flag()) && line.contains(key.defaultValue()), line);
        }
        assertEquals(0, run("serve", "--help"));
        assertEquals(0, run("keys", "create", "--help"));
    }

    @Test
    void versionIsOneLine() {
        assertEquals(0, run("--version"));
        assertEquals("modeldock 9.9.9\n", text(out));
    }

    @Test
    void aKeyIsPrintedOnceAndAloneOnStandardOutput() {
        assertEquals(0, run("keys", "create", "--name", "ci", "--scopes", "read, admin", "--data", data.toString()));
        assertEquals("secret-of-ci-for-local-[admin, read]\n", text(out));
        assertTrue(text(err).contains("k-1"), text(err));
    }

    @Test
    void aKeyInJsonIsOneObject() {
        assertEquals(0, run("keys", "create", "--name", "ci", "--user", "ann", "--json", "--data", data.toString()));
        assertEquals("{\"id\":\"k-1\",\"key\":\"secret-of-ci-for-ann-[read, write]\",\"name\":\"ci\"}\n", text(out));
    }

    @Test
    void keysAreListedAndRevoked() {
        assertEquals(0, run("keys", "list", "--json", "--data", data.toString()));
        assertEquals("[{\"id\":\"k-1\"}]\n", text(out));
        assertEquals(0, run("keys", "revoke", "k-1", "--data", data.toString()));
        assertTrue(text(out).contains("k-1 is revoked"), text(out));
        assertEquals(1, run("keys", "revoke", "k-2", "--data", data.toString()));
        assertEquals("There is no key k-2.\n", text(err));
    }

    @Test
    void keysThatMissTheirWordsAreUsage() {
        assertEquals(2, run("keys", "--data", data.toString()));
        assertEquals(2, run("keys", "create", "--data", data.toString()));
        assertEquals(2, run("keys", "revoke", "--data", data.toString()));
        assertEquals(2, run("keys", "creat", "--data", data.toString()));
        assertTrue(text(err).contains("create"), text(err));
    }

    @Test
    void packsAreListedAndInstalled() {
        assertEquals(0, run("actions", "list", "--data", data.toString()));
        assertEquals(
                "nvidia  shipped  [train]\nown  broken  action.json is not there.\n"
                        + "services  built-in  analytics  [analyze, validate]\n"
                        + "services  built-in  object_detection kitti  [kmeans]\n",
                text(out));
        assertEquals(0, run("actions", "list", "--json", "--data", data.toString()));
        assertTrue(text(out).startsWith("[{") && text(out).contains("\"name\":\"nvidia\""), text(out));
        assertEquals(0, run("actions", "install", "nvidia", "--data", data.toString()));
        assertEquals("nvidia false\n", text(out));
        assertEquals(0, run("actions", "install", "nvidia", "--force", "--data", data.toString()));
        assertEquals("nvidia true\n", text(out));
    }

    @Test
    void actionsThatMissTheirWordsAreUsage() {
        assertEquals(2, run("actions", "--data", data.toString()));
        assertEquals(2, run("actions", "install", "--data", data.toString()));
        assertTrue(text(err).contains("needs the name of a pack"), text(err));
        assertEquals(2, run("actions", "instal", "--data", data.toString()));
        assertTrue(text(err).contains("the nearest is install"), text(err));
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        Commands.Parts parts =
                new Commands.Parts(this::start, config -> new OneKey(), config -> new OnePack(), "9.9.9");
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Commands(parts, Map.of("PATH", "/bin"), console).run(args);
    }

    private RunningServer start(Config config) {
        seen = config;
        if (failure == null) {
            throw new IllegalStateException("a fault");
        }
        throw failure;
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static final class OneKey implements KeyDesk {
        @Override
        public Map<String, Object> create(Wanted wanted) {
            Set<String> scopes = new java.util.TreeSet<>(wanted.scopes());
            return new TreeMap<>(Map.of(
                    "id",
                    "k-1",
                    "name",
                    wanted.name(),
                    "key",
                    "secret-of-" + wanted.name() + "-for-" + wanted.user() + "-" + scopes));
        }

        @Override
        public List<Map<String, Object>> list() {
            return List.of(Map.of("id", "k-1"));
        }

        @Override
        public void revoke(String id) {
            if (!id.equals("k-1")) {
                throw new DockException(Problem.NOT_FOUND, "There is no key " + id + ".");
            }
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static final class OnePack implements PackDesk {
        @Override
        public List<Map<String, Object>> builtIn() {
            Map<String, Object> model = Map.of("architecture", "analytics", "actions", List.of("analyze", "validate"));
            Map<String, Object> dataset =
                    Map.of("dataset_type", "object_detection", "format", "kitti", "actions", List.of("kmeans"));
            return List.of(
                    new TreeMap<>(Map.of("name", "services", "state", "built-in", "does", List.of(model, dataset))));
        }

        @Override
        public List<Map<String, Object>> list() {
            return List.of(
                    new TreeMap<>(Map.of("name", "nvidia", "state", "shipped", "actions", List.of("train"))),
                    new TreeMap<>(Map.of("name", "own", "state", "broken", "fault", "action.json is not there.")));
        }

        @Override
        public String install(String name, boolean force) {
            return name + " " + force;
        }
    }
}
