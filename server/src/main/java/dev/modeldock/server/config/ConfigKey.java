package dev.modeldock.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One thing that can be set.
 *
 * @param name such as {@code session.expiry}
 * @param flag its own flag, such as {@code --port}, or empty when only {@code --set} reaches it
 * @param type what a value looks like
 * @param defaultValue used when it is set nowhere
 * @param help one line
 * @param secret its value is never printed
 */
public record ConfigKey(String name, String flag, ValueType type, String defaultValue, String help, boolean secret) {
    static final String PREFIX = "MODELDOCK_";

    /** A key that only {@code --set}, the environment and the file reach. */
    public static ConfigKey of(String name, ValueType type, String defaultValue, String help) {
        return new ConfigKey(name, "", type, defaultValue, help, false);
    }

    /** A setting that a source declares, as {@code source.<id>.<name>}. */
    public static ConfigKey ofSource(String id, dev.modeldock.spi.Setting setting) {
        return new ConfigKey(
                "source." + id + "." + setting.name(),
                "",
                ValueType.TEXT,
                setting.defaultValue(),
                setting.help(),
                setting.secret());
    }

    ConfigKey withFlag() {
        return new ConfigKey(name, "--" + name, type, defaultValue, help, secret);
    }

    ConfigKey asSecret() {
        return new ConfigKey(name, flag, type, defaultValue, help, true);
    }

    /** The variable of the environment as help shows it. */
    public String variable() {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Every spelling that is taken: {@code publicUrl} as {@code PUBLICURL} and as {@code PUBLIC_URL}. */
    List<String> variables() {
        String split = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2");
        List<String> spellings = new ArrayList<>(List.of(variable()));
        if (!split.equals(name)) {
            spellings.add(
                    PREFIX + split.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
        }
        return spellings;
    }
}
