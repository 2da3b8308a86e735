package dev.modeldock.server.actions.records;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The classes that objects are written as, in lower case, with numbers from 1 in the order of their names.
 *
 * @param mapping of the classes in labels; empty where each stands for itself
 * @param ids of the classes that are known beforehand
 */
record TargetClasses(Map<String, String> mapping, Map<String, Integer> ids) {
    /** @param mapping empty where each class stands for itself, and none is known beforehand */
    static TargetClasses mapped(Map<String, String> mapping) {
        return new TargetClasses(mapping, numbered(mapping.values()));
    }

    /** Those and no others. */
    static TargetClasses found(Collection<String> classes) {
        return new TargetClasses(Map.of(), numbered(classes));
    }

    private static Map<String, Integer> numbered(Collection<String> classes) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        new TreeSet<>(classes).forEach(name -> ids.put(name, ids.size() + 1));
        return ids;
    }

    /** What an object with such a label is written as; empty when it is left out. */
    Optional<String> of(String label) {
        String name = SpecLists.lower(label);
        return mapping.isEmpty() ? Optional.of(name) : Optional.ofNullable(mapping.get(name));
    }
}
