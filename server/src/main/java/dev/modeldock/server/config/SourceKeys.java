package dev.modeldock.server.config;

import dev.modeldock.plugins.Plugins;
import dev.modeldock.plugins.SourceInfo;
import dev.modeldock.spi.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The keys that sources declare, as {@code source.<id>.<name>}. */
public final class SourceKeys {
    private SourceKeys() {}

    /** Those of the sources on the class path and in the directory of plug-ins. */
    public static List<ConfigKey> declared(Path directory) {
        List<ConfigKey> keys = new ArrayList<>();
        try (Plugins plugins = Plugins.discover(directory)) {
            for (SourceInfo source : plugins.all()) {
                for (Setting setting : source.settings()) {
                    keys.add(ConfigKey.ofSource(source.id(), setting));
                }
            }
        }
        return keys;
    }
}
