package dev.modeldock.server.cli.terminal;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where this user's programs keep what they can do without. */
public final class CacheDirectory {
    private CacheDirectory() {}

    /** Ours: {@code XDG_CACHE_HOME} where it is set, else where the system has such things. It may not be there yet. */
    public static Path of(Map<String, String> environment) {
        String named = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (named.startsWith("/")) {
            return Path.of(named, "modeldock");
        }
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.startsWith("mac")) {
            return home.resolve("Library/Caches/modeldock");
        }
        String windows = environment.getOrDefault("LOCALAPPDATA", "");
        return system.startsWith("windows") && !windows.isEmpty()
                ? Path.of(windows, "modeldock", "cache")
                : home.resolve(".cache/modeldock");
    }
}
