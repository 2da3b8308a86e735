package dev.modeldock.server.config;

import java.util.List;
import java.util.Map;

/**
 * What the operator gave.
 *
 * @param flags values of keys that have a flag of their own, by key name
 * @param sets each {@code key=value} of {@code --set}, in order; the last of one key counts
 * @param environment of the process
 */
public record Given(Map<String, String> flags, List<String> sets, Map<String, String> environment) {
    public Given {
        flags = Map.copyOf(flags);
        sets = List.copyOf(sets);
        environment = Map.copyOf(environment);
    }

    /** Names only: a value may be a secret. */
    @Override
    public String toString() {
        return "Given" + flags.keySet();
    }
}
