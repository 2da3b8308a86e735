package dev.modeldock.fakes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** One state of a model's files, and how the hub tells of it. */
final class ModelCommit {
    private final String id;
    private final Instant time;
    private final Map<String, FakeFile> files;
    private List<Map<String, Object>> rows;

    ModelCommit(String id, Instant time, Map<String, FakeFile> files) {
        this.id = id;
        this.time = time;
        this.files = Map.copyOf(files);
    }

    String id() {
        return id;
    }

    Instant time() {
        return time;
    }

    Map<String, FakeFile> files() {
        return files;
    }

    List<Map<String, Object>> siblings(boolean withBlobs) {
        List<Map<String, Object>> siblings = new ArrayList<>();
        new TreeMap<>(files).forEach((path, file) -> {
            Map<String, Object> sibling = new LinkedHashMap<>();
            sibling.put("rfilename", path);
            if (withBlobs) {
                sibling.put("size", file.content().size());
                sibling.put("blobId", file.inGit().gitSha1());
                if (file.lfs()) {
                    sibling.put("lfs", lfs(file, "sha256"));
                }
            }
            siblings.add(sibling);
        });
        return siblings;
    }

    /** The rows of the tree below a directory (empty: of the whole), or none when there is no such directory. */
    synchronized Optional<List<Map<String, Object>>> tree(String directory, boolean recursive) {
        if (rows == null) {
            rows = new ArrayList<>();
            addRows("", new TreeMap<>(files), rows);
        }
        String prefix = directory.isEmpty() ? "" : directory + "/";
        if (!directory.isEmpty() && rows.stream().noneMatch(row -> isDirectory(row, directory))) {
            return Optional.empty();
        }
        return Optional.of(rows.stream()
                .filter(row -> path(row).startsWith(prefix))
                .filter(row -> recursive || path(row).indexOf('/', prefix.length()) < 0)
                .toList());
    }

    private static boolean isDirectory(Map<String, Object> row, String path) {
        return path(row).equals(path) && row.get("type").equals("directory");
    }

    private static String path(Map<String, Object> row) {
        return (String) row.get("path");
    }

    /** Add the rows of a directory and of all below, and give git's id of its tree. */
    private static String addRows(String prefix, TreeMap<String, FakeFile> below, List<Map<String, Object>> rows) {
        ByteArrayOutputStream tree = new ByteArrayOutputStream();
        for (String name : namesIn(prefix, below)) {
            FakeFile file = below.get(prefix + name);
            if (file != null) {
                rows.add(row(prefix + name, file));
                addTo(tree, file.mode() + " " + name, file.inGit().gitSha1());
            } else {
                Map<String, Object> row = directory(prefix + name);
                // A path that begins with a slash lies in a directory without a name, of which no hub would tell.
                if (!name.isEmpty()) {
                    rows.add(row);
                }
                String start = prefix + name + "/";
                String oid = addRows(start, new TreeMap<>(below.subMap(start, start + '\uffff')), rows);
                row.put("oid", oid);
                addTo(tree, "40000 " + name, oid);
            }
        }
        return treeId(tree.toByteArray());
    }

    /** The names that a directory holds: its files and its directories. */
    static TreeSet<String> namesIn(String prefix, TreeMap<String, FakeFile> below) {
        TreeSet<String> names = new TreeSet<>();
        for (String path : below.keySet()) {
            int slash = path.indexOf('/', prefix.length());
            names.add(path.substring(prefix.length(), slash < 0 ? path.length() : slash));
        }
        return names;
    }

    private static void addTo(ByteArrayOutputStream tree, String modeAndName, String oid) {
        tree.writeBytes((modeAndName + "\0").getBytes(StandardCharsets.UTF_8));
        tree.writeBytes(HexFormat.of().parseHex(oid));
    }

    private static String treeId(byte[] entries) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("tree " + entries.length + "\0").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(entries));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }

    private static Map<String, Object> row(String path, FakeFile file) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("type", "file");
        row.put("oid", file.inGit().gitSha1());
        row.put("size", file.content().size());
        if (file.lfs()) {
            row.put("lfs", lfs(file, "oid"));
        }
        row.put("path", path);
        return row;
    }

    private static Map<String, Object> directory(String path) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("type", "directory");
        row.put("oid", "");
        row.put("size", 0);
        row.put("path", path);
        return row;
    }

    private static Map<String, Object> lfs(FakeFile file, String hashName) {
        return Map.of(
                hashName,
                file.content().sha256(),
                "size",
                file.content().size(),
                "pointerSize",
                file.content().pointer().size());
    }
}
