package dev.modeldock.files;

import dev.modeldock.blobs.Hashes;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * All names of one archive: none twice, none that a file system would take for another, no file that is a directory
 * too. Keeps a digest for each name, not the name: some 100 bytes for each of at most {@code maxNames} files and
 * directories, whatever their length.
 */
final class ArchiveNames {
    /** What all names of an archive may take together, so that listing it stays within a small heap. */
    private static final long MAX_ALL_NAMES = 32L << 20;

    private static final long FILE = 1;

    private record Key(long high, long low) {}

    private final Map<Key, Long> seen = new HashMap<>();
    private final MessageDigest digest = Hashes.sha256();
    private final int maxNames;
    private long allNames;
    private String lastParent = "";

    ArchiveNames(int maxNames) {
        this.maxNames = maxNames;
    }

    /** What desktops leave in archives and no model needs. */
    static boolean isLitter(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return path.equals("__MACOSX")
                || path.startsWith("__MACOSX/")
                || name.equals(".DS_Store")
                || name.startsWith("._");
    }

    /** A file, or a link, of this checked path. */
    void file(String path) {
        parents(path);
        Long before = put(path, FILE);
        if (before == null) {
            return;
        }
        if ((before & FILE) == 0) {
            throw bothKinds(path);
        }
        if (before == mark(path, FILE)) {
            throw BrokenArchive.because("The archive holds " + SafePaths.shown(path) + " twice.");
        }
        throw BrokenArchive.because("The name " + SafePaths.shown(path)
                + " differs from an earlier one in upper and lower case or in Unicode form only, so that both cannot be"
                + " kept on every system. Rename one of them.");
    }

    /** A directory as it was packed: its name may end with a slash, and the archive's root is no name at all. */
    void directoryEntry(String rawName) {
        String name = rawName.endsWith("/") ? rawName.substring(0, rawName.length() - 1) : rawName;
        if (name.equals(".")) {
            return;
        }
        String path = SafePaths.check(name);
        if (isLitter(path)) {
            return;
        }
        parents(path);
        Long before = put(path, 0);
        if (before != null && (before & FILE) != 0) {
            throw bothKinds(path);
        }
    }

    /**
     * The file that a link points to, which must have come before.
     *
     * @param symbolic the target is seen from the link's directory, else from the archive's root
     */
    String target(String link, String rawTarget, boolean symbolic) {
        String target = symbolic ? resolved(link, rawTarget) : rawTarget;
        try {
            target = SafePaths.check(target);
        } catch (DockException e) {
            throw badLink(link, rawTarget, "which is no place inside the archive", e);
        }
        Long mark = seen.get(key(SafePaths.folded(target)));
        if (mark != null && (mark & FILE) == 0) {
            throw badLink(link, rawTarget, "which is a directory; only links to files are taken", null);
        }
        if (mark == null || mark != mark(target, FILE)) {
            throw badLink(link, rawTarget, "which is no file that came before it in the archive", null);
        }
        return target;
    }

    private static String resolved(String link, String rawTarget) {
        if (rawTarget.startsWith("/")) {
            throw badLink(link, rawTarget, "which is outside of the archive", null);
        }
        Deque<String> segments = new ArrayDeque<>();
        String directory = link.substring(0, link.lastIndexOf('/') + 1);
        for (String segment : (directory + rawTarget).split("/")) {
            if (segment.equals("..")) {
                if (segments.pollLast() == null) {
                    throw badLink(link, rawTarget, "which is outside of the archive", null);
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        return String.join("/", segments);
    }

    private void parents(String path) {
        int end = path.lastIndexOf('/');
        if (end < 0 || path.substring(0, end).equals(lastParent)) {
            return;
        }
        lastParent = path.substring(0, end);
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String parent = path.substring(0, slash);
            Long before = put(parent, 0);
            if (before != null && (before & FILE) != 0) {
                throw bothKinds(parent);
            }
        }
    }

    private Long put(String path, long kind) {
        Long before = seen.putIfAbsent(key(SafePaths.folded(path)), mark(path, kind));
        if (before == null) {
            allNames += path.length();
            if (seen.size() > maxNames || allNames > MAX_ALL_NAMES) {
                throw new DockException(
                        Problem.TOO_LARGE,
                        "The archive holds more than " + maxNames + " files and directories, or "
                                + (MAX_ALL_NAMES >> 20) + " MiB of names, which is the limit.");
            }
        }
        return before;
    }

    private Key key(String text) {
        ByteBuffer hash = hash(text);
        return new Key(hash.getLong(), hash.getLong());
    }

    /** Tells the exact spelling, and in its lowest bit the kind. */
    private long mark(String path, long kind) {
        return hash(path).getLong() & ~FILE | kind;
    }

    private ByteBuffer hash(String text) {
        return ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static DockException bothKinds(String path) {
        return BrokenArchive.because(
                "The archive holds " + SafePaths.shown(path) + " as a file and as a directory, which cannot both be.");
    }

    private static DockException badLink(String link, String target, String fault, Throwable cause) {
        return BrokenArchive.because(
                "The link " + SafePaths.shown(link) + " points to " + SafePaths.shown(target) + ", " + fault + ".",
                cause);
    }
}
