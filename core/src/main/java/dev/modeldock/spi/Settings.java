package dev.modeldock.spi;

import java.util.Map;

/** The operator's values of a source's settings, defaults filled in. Printing one shows the names only. */
public record Settings(Map<String, String> values) {
    public Settings {
        values = Map.copyOf(values);
    }

    /** The value, or the empty string when there is neither a value nor a default. */
    public String get(String name) {
        return values.getOrDefault(name, "");
    }

    @Override
    public String toString() {
        return "Settings" + values.keySet();
    }
}
