package dev.modeldock.server.config;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Every key with its value; made once at the start by {@link ConfigReader}. Printing one shows the names only. */
public final class Config {
    private final Map<String, Object> values;
    private final Map<String, String> environment;

    Config(Map<String, Object> values, Map<String, String> environment) {
        this.values = Map.copyOf(values);
        this.environment = Map.copyOf(environment);
    }

    /** The environment of the process, for the variables that are no keys of ours, as {@code HTTPS_PROXY}. */
    public Map<String, String> environment() {
        return environment;
    }

    /** The value of a key of text: host, level, format, URL or plain. */
    public String text(String key) {
        return value(key, String.class);
    }

    /** The value of a count or a port. */
    public int number(String key) {
        return Math.toIntExact(value(key, Long.class));
    }

    /** The value of a size, in bytes. */
    public long bytes(String key) {
        return value(key, Long.class);
    }

    public Duration duration(String key) {
        return value(key, Duration.class);
    }

    public boolean flag(String key) {
        return value(key, Boolean.class);
    }

    /** The value of a list of paths, between the separators of the system's own lists. */
    public List<Path> paths(String key) {
        return Arrays.stream(value(key, String.class).split(File.pathSeparator))
                .filter(path -> !path.isBlank())
                .map(path -> Path.of(path.strip()))
                .toList();
    }

    public Path path(String key) {
        return value(key, Path.class);
    }

    /** What was set for sources, by {@code source.<id>.<name>}, defaults filled in. */
    public Map<String, String> sources() {
        Map<String, String> settings = new HashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith("source.")) {
                settings.put(key, (String) value);
            }
        });
        return settings;
    }

    private <T> T value(String key, Class<T> type) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("There is no key " + key + " in the table");
        }
        return type.cast(value);
    }

    @Override
    public String toString() {
        return "Config" + new TreeSet<>(values.keySet());
    }
}
