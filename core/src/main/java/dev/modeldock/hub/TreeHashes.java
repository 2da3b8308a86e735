package dev.modeldock.hub;

import dev.modeldock.blobs.Hashes;
import dev.modeldock.models.Version;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Git's hashes of the directories of versions. Those of the last few versions are kept, as they hang on every file. */
final class TreeHashes {
    private static final int KEPT = 16;
    private static final int MOST_KEPT_DIRECTORIES = 10_000;
    private static final int PAGE = 1_000;

    private final HubFiles files;
    private final Map<String, Map<String, String>> kept = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, String>> eldest) {
            return size() > KEPT;
        }
    };

    private final Map<String, FutureTask<Map<String, String>>> underWay = new HashMap<>();

    TreeHashes(HubFiles files) {
        this.files = files;
    }

    /** By the paths of directories; the whole tree has the empty path. Who asks while they are computed waits for them. */
    Map<String, String> of(Version version) {
        String key = version.id() + "-" + version.generation();
        FutureTask<Map<String, String>> task;
        synchronized (kept) {
            if (kept.containsKey(key)) {
                return kept.get(key);
            }
            task = underWay.computeIfAbsent(key, absent -> new FutureTask<>(() -> computed(version)));
        }
        // The first who comes here computes; for the others this does nothing.
        task.run();
        try {
            Map<String, String> hashes = task.get();
            keep(key, hashes);
            return hashes;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof DockException known ? known : failed(version, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Questions.notReady("The dock is stopping");
        } finally {
            over(key, task);
        }
    }

    private static DockException failed(Version version, ExecutionException e) {
        return new DockException(
                Problem.SERVER_ERROR, "The files of " + version.commit() + " could not be read.", e.getCause());
    }

    /** Those of very many directories are too much to keep. */
    private void keep(String key, Map<String, String> hashes) {
        if (hashes.size() <= MOST_KEPT_DIRECTORIES) {
            synchronized (kept) {
                kept.put(key, hashes);
            }
        }
    }

    /** What failed is tried again by the next who asks. */
    private void over(String key, FutureTask<Map<String, String>> task) {
        synchronized (kept) {
            if (task.isDone()) {
                underWay.remove(key, task);
            }
        }
    }

    private Map<String, String> computed(Version version) {
        Node root = new Node();
        String after = "";
        List<HubEntry.File> page;
        do {
            page = files.files(version, after, PAGE);
            for (HubEntry.File file : page) {
                root.add(file.path(), file.oid());
                after = file.path();
            }
        } while (page.size() == PAGE);
        Map<String, String> hashes = new HashMap<>();
        root.hash("", hashes);
        return hashes;
    }

    /** A directory; its names are in git's order, in which a directory's ends with a slash. */
    private static final class Node {
        private final TreeMap<byte[], String> blobs = new TreeMap<>(Arrays::compareUnsigned);
        private final TreeMap<byte[], Node> directories = new TreeMap<>(Arrays::compareUnsigned);

        void add(String path, String oid) {
            int slash = path.indexOf('/');
            if (slash < 0) {
                blobs.put(utf8(path), oid);
            } else {
                directories
                        .computeIfAbsent(utf8(path.substring(0, slash + 1)), name -> new Node())
                        .add(path.substring(slash + 1), oid);
            }
        }

        String hash(String path, Map<String, String> hashes) {
            TreeMap<byte[], byte[]> lines = new TreeMap<>(Arrays::compareUnsigned);
            blobs.forEach((name, oid) -> lines.put(name, line("100644 ", name, name.length, oid)));
            directories.forEach((name, node) -> {
                String own = new String(name, 0, name.length - 1, StandardCharsets.UTF_8);
                String below = path.isEmpty() ? own : path + "/" + own;
                lines.put(name, line("40000 ", name, name.length - 1, node.hash(below, hashes)));
            });
            ByteArrayOutputStream tree = new ByteArrayOutputStream();
            lines.values().forEach(tree::writeBytes);
            var sha1 = Hashes.sha1();
            sha1.update(utf8("tree " + tree.size() + "\0"));
            String hash = HexFormat.of().formatHex(sha1.digest(tree.toByteArray()));
            hashes.put(path, hash);
            return hash;
        }

        private static byte[] line(String mode, byte[] name, int length, String oid) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            line.writeBytes(utf8(mode));
            line.write(name, 0, length);
            line.write(0);
            line.writeBytes(HexFormat.of().parseHex(oid));
            return line.toByteArray();
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
