package dev.modeldock.server.config;

import dev.modeldock.spi.ModelSourceFactory;
import dev.modeldock.spi.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The keys that sources declare, as {@code source.<id>.<name>}. */
public final class SourceKeys {
    private SourceKeys() {}

    /** Those of the sources on the class path. */
    public static List<ConfigKey> declared(Path plugins) {
        List<ConfigKey> keys = new ArrayList<>();
        for (ModelSourceFactory factory : ServiceLoader.load(ModelSourceFactory.class)) {
            for (Setting setting : factory.settings()) {
                keys.add(ConfigKey.ofSource(factory.id(), setting));
            }
        }
        return keys;
    }
}
