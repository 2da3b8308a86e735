package dev.modeldock.actions.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the catalogue knows of a type of datasets.
 *
 * @param name the canonical spelling
 * @param formats the formats that the type takes, and the actions of each, in the order in which clients are told
 * @param chaining which of its actions follow which
 */
public record DatasetType(String name, Map<String, List<String>> formats, Chaining chaining) {
    public DatasetType {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        formats.forEach((format, actions) -> copy.put(format, List.copyOf(actions)));
        formats = Collections.unmodifiableMap(copy);
    }

    /** Whether datasets of this type may have a format, in its canonical spelling. */
    public boolean takes(String format) {
        return formats.containsKey(format);
    }

    /** The actions on a dataset of a format; none when the type does not take it. */
    public List<String> actions(String format) {
        return formats.getOrDefault(format, List.of());
    }
}
