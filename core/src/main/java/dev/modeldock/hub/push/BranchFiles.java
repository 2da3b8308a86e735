package dev.modeldock.hub.push;

import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.files.SafePaths;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a branch holds while a commit changes it: path to content. */
final class BranchFiles {
    /** The most files of a version. */
    private static final int MOST = 200_000;

    /** What clients of hubs look for in a refusal, and how they know it. */
    private static final Map<String, Object> NO_ENTRY = Map.of("X-Error-Code", "EntryNotFound");

    private final TreeMap<String, StagedBlob> files;

    BranchFiles(Map<String, StagedBlob> before) {
        this.files = new TreeMap<>(before);
    }

    Map<String, StagedBlob> all() {
        return files;
    }

    void put(String path, StagedBlob content) {
        files.put(path, content);
    }

    /** The content at a path, or {@code NOT_FOUND}. */
    StagedBlob get(String path) {
        StagedBlob content = files.get(path);
        if (content == null) {
            throw new DockException(
                    Problem.NOT_FOUND, "A file with this name doesn't exist: \"" + path + "\".", NO_ENTRY);
        }
        return content;
    }

    void delete(String path) {
        get(path);
        files.remove(path);
    }

    void deleteFolder(String folder) {
        List<String> inside =
                new ArrayList<>(files.subMap(folder + "/", folder + "0").keySet());
        if (inside.isEmpty()) {
            throw new DockException(
                    Problem.NOT_FOUND, "A folder with this name doesn't exist: \"" + folder + "\".", NO_ENTRY);
        }
        inside.forEach(files::remove);
    }

    /** Refuse names that some file system cannot keep beside each other, too many files, and none. */
    void require() {
        if (files.size() > MOST) {
            throw new DockException(
                    Problem.TOO_LARGE,
                    "The branch would hold " + files.size() + " files; " + MOST + " at most are taken.");
        }
        if (files.isEmpty()) {
            throw refused("The commit leaves no file. Delete the model instead.");
        }
        Map<String, String> folders = new HashMap<>();
        Map<String, String> folded = new HashMap<>();
        for (String path : files.keySet()) {
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                folders.putIfAbsent(SafePaths.folded(path.substring(0, slash)), path);
            }
            String other = folded.put(SafePaths.folded(path), path);
            if (other != null) {
                throw refused("The names \"" + other + "\" and \"" + path + "\" differ in upper and lower case or in"
                        + " Unicode form only, so that both cannot be kept on every system. Rename one of them.");
            }
        }
        folded.forEach((fold, path) -> {
            if (folders.containsKey(fold)) {
                throw refused("\"" + path + "\" would be a file and a directory too, in which \"" + folders.get(fold)
                        + "\" is.");
            }
        });
    }

    private static DockException refused(String sentence) {
        return new DockException(Problem.VALIDATION_ERROR, sentence);
    }
}
