package dev.modeldock.datasets;

import dev.modeldock.files.SafePaths;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The paths of a dataset's files, such that all of them can lie in one directory of any file system. */
final class DatasetPaths {
    private final NavigableMap<String, String> byFolded = new TreeMap<>();

    private DatasetPaths() {}

    /** Those that are here already. */
    static DatasetPaths of(Iterable<DatasetFile> files) {
        DatasetPaths paths = new DatasetPaths();
        files.forEach(file -> paths.byFolded.put(SafePaths.folded(file.path()), file.path()));
        return paths;
    }

    /**
     * Add one, or replace the very same.
     *
     * @throws DockException {@code INVALID_ARCHIVE} when another one stands in its way
     */
    void lay(String path) {
        String folded = SafePaths.folded(path);
        String same = byFolded.get(folded);
        if (same != null && !same.equals(path)) {
            throw clash(path, same);
        }
        Map.Entry<String, String> below = byFolded.ceilingEntry(folded + "/");
        if (below != null && below.getKey().startsWith(folded + "/")) {
            throw clash(path, below.getValue());
        }
        for (int slash = folded.indexOf('/'); slash >= 0; slash = folded.indexOf('/', slash + 1)) {
            String above = byFolded.get(folded.substring(0, slash));
            if (above != null) {
                throw clash(path, above);
            }
        }
        byFolded.put(folded, path);
    }

    private static DockException clash(String path, String other) {
        return new DockException(
                Problem.INVALID_ARCHIVE,
                "The name '" + path + "' cannot lie beside '" + other
                        + "', which the dataset has already. Rename it and pack it again.",
                Map.of("entry", path));
    }

    /** All of them. */
    Collection<String> all() {
        return byFolded.values();
    }
}
