package dev.modeldock.server.config;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.problems.Spelling;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads the configuration: flags before environment before {@code modeldock.properties} in the data directory before
 * defaults. A key that nobody knows stops the start, wherever it stands, and so does a value that makes no sense.
 */
public final class ConfigReader {
    /** The name of the file in the data directory. */
    public static final String FILE = "modeldock.properties";

    private static final long MAX_FILE_BYTES = 1 << 20;
    /** What commands that ask a running dock, and the wrapper around the program, read; no key of the server's. */
    private static final Set<String> OF_CLIENTS = Set.of("MODELDOCK_URL", "MODELDOCK_KEY", "MODELDOCK_JAVA_OPTIONS");

    /** A value and where it was found, for the sentence that refuses it. */
    private record Found(String value, String where) {}

    private final Given given;

    public ConfigReader(Given given) {
        this.given = given;
    }

    /**
     * Read all of it.
     *
     * @param sourceKeys tells the keys that sources declare, given the directory of plug-ins
     * @throws DockException VALIDATION_ERROR with the key, where it was found, what was found and what is expected
     */
    public Config read(Function<Path, List<ConfigKey>> sourceKeys) {
        Map<String, Found> set = sets();
        given.flags().forEach((key, value) -> set.put(key, new Found(value, "the flag --" + key)));
        Path data = (Path) early("data", set, Map.of());
        Map<String, Found> file = file(data);
        Path plugins = (Path) early("plugins", set, file);

        Map<String, ConfigKey> known = new LinkedHashMap<>();
        ConfigKeys.all().forEach(key -> known.put(key.name(), key));
        sourceKeys.apply(plugins).forEach(key -> known.put(key.name(), key));
        Map<String, Found> environment = environment(known);
        refuseUnknown(set, known);
        refuseUnknown(file, known);

        Map<String, Object> values = new HashMap<>();
        for (ConfigKey key : known.values()) {
            values.put(key.name(), value(key, List.of(set, environment, file)));
        }
        return new Config(values, given.environment());
    }

    /** The two paths that are needed before all keys are known. */
    private Object early(String name, Map<String, Found> set, Map<String, Found> file) {
        ConfigKey key = ConfigKeys.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        Map<String, Found> environment = new HashMap<>();
        String value = given.environment().getOrDefault(key.variable(), "");
        if (!value.isEmpty()) {
            environment.put(name, new Found(value, "the environment as " + key.variable()));
        }
        return value(key, List.of(set, environment, file));
    }

    private static Object value(ConfigKey key, List<Map<String, Found>> places) {
        Found found = new Found(key.defaultValue(), "the defaults");
        for (Map<String, Found> place : places) {
            if (place.containsKey(key.name())) {
                found = place.get(key.name());
                break;
            }
        }
        try {
            return key.type().read(found.value());
        } catch (IllegalArgumentException e) {
            String shown = key.secret() ? "a value that is not shown" : "\"" + found.value() + "\"";
            throw refusal(key.name() + " from " + found.where() + " is " + shown + "; expected is "
                    + key.type().expected() + ".");
        }
    }

    private Map<String, Found> sets() {
        Map<String, Found> found = new TreeMap<>();
        for (String each : given.sets()) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                // Only what stands before the sign may be shown: the rest may be a secret.
                throw refusal("A --set has no \"=\" or nothing before it; expected is --set key=value, "
                        + "as --set log.level=debug.");
            }
            String key = each.substring(0, equals).strip();
            found.put(key, new Found(each.substring(equals + 1), "the flag --set"));
        }
        return found;
    }

    private static Map<String, Found> file(Path data) {
        Path path = data.resolve(FILE);
        Map<String, Found> found = new TreeMap<>();
        if (!Files.isRegularFile(path)) {
            return found;
        }
        Properties lines = lines(path);
        lines.forEach((key, value) ->
                found.put(key.toString(), new Found(value.toString().strip(), "the file " + path)));
        if (found.containsKey("data")) {
            throw refusal("The file " + path + " sets data, but it is found through it; give it as --data or "
                    + "MODELDOCK_DATA.");
        }
        return found;
    }

    private static Properties lines(Path path) {
        Properties lines = new Properties();
        try {
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw refusal("The file " + path + " is larger than 1 MiB; it holds a few lines of key=value.");
            }
            try (Reader reader = Files.newBufferedReader(path)) {
                lines.load(reader);
            }
            return lines;
        } catch (IOException | IllegalArgumentException e) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The file " + path + " cannot be read as lines of key=value in UTF-8; mend it or move it away.",
                    e);
        }
    }

    /** What the environment sets. An empty variable counts as not set, as compose files leave them. */
    private Map<String, Found> environment(Map<String, ConfigKey> known) {
        Map<String, String> names = new TreeMap<>();
        known.values().forEach(key -> key.variables().forEach(variable -> names.put(variable, key.name())));
        Map<String, Found> found = new HashMap<>();
        for (Map.Entry<String, String> entry : new TreeMap<>(given.environment()).entrySet()) {
            String variable = entry.getKey();
            if (!variable.startsWith(ConfigKey.PREFIX) || OF_CLIENTS.contains(variable)) {
                continue;
            }
            if (!names.containsKey(variable)) {
                throw refusal("The environment sets " + variable + ", which is no known key; the nearest is "
                        + Spelling.nearest(variable, names.keySet()) + ". --help lists all of them.");
            }
            if (!entry.getValue().isEmpty()) {
                found.put(names.get(variable), new Found(entry.getValue(), "the environment as " + variable));
            }
        }
        return found;
    }

    private static void refuseUnknown(Map<String, Found> place, Map<String, ConfigKey> known) {
        place.forEach((key, found) -> {
            if (!known.containsKey(key)) {
                throw refusal("The key " + key + " in " + found.where() + " is not known; the nearest is "
                        + Spelling.nearest(key, known.keySet()) + ". --help lists all of them.");
            }
        });
    }

    private static DockException refusal(String sentence) {
        return new DockException(Problem.VALIDATION_ERROR, sentence);
    }
}
