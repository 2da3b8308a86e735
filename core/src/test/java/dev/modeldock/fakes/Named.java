package dev.modeldock.fakes;

import java.util.List;
import java.util.Set;

/**
 * An address of the hub taken apart.
 *
 * @param id the model's, of one or two names
 * @param verb what is asked of it, or empty
 * @param after the decoded names behind the verb: revision, then path
 */
record Named(String id, String verb, List<String> after) {
    /** From the names of a path, the id beginning at an index. */
    static Named of(List<String> path, int start, Set<String> verbs) {
        for (int i = start + 1; i <= start + 2 && i < path.size(); i++) {
            if (verbs.contains(path.get(i))) {
                return new Named(join(path.subList(start, i)), path.get(i), path.subList(i + 1, path.size()));
            }
        }
        return new Named(join(path.subList(start, path.size())), "", List.of());
    }

    /** From {@code /api/resolve-cache/models/namespace/name/commit/path}. */
    static Named cached(List<String> path) {
        return path.size() < 7
                ? new Named("", "", List.of())
                : new Named(join(path.subList(3, 5)), path.get(5), path.subList(6, path.size()));
    }

    String at(int index) {
        return index < after.size() ? after.get(index) : "";
    }

    /** The path that begins at that index. */
    String rest(int index) {
        return index < after.size() ? join(after.subList(index, after.size())) : "";
    }

    private static String join(List<String> names) {
        return String.join("/", names);
    }
}
