package dev.modeldock.plugins;

import dev.modeldock.files.SafePaths;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Checks what sources promise: a source is foreign code that reads a foreign place, and neither is believed. */
public final class Snapshots {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,95}");
    private static final Pattern COMMIT = Pattern.compile("([0-9a-f]{40})?");
    private static final Pattern SHA_256 = Pattern.compile("([0-9a-f]{64})?");
    private static final Pattern GIT_SHA_1 = COMMIT;
    private static final long MAX_CRC_32 = 0xffff_ffffL;
    private static final int MAX_ORIGIN = 64;
    private static final int MAX_ORIGIN_CHARS = 32_768;
    private static final int MAX_REVISION = 256;

    private final String sourceId;

    private Snapshots(String sourceId) {
        this.sourceId = sourceId;
    }

    /**
     * Return the snapshot when all of it is clean: a name of one or two segments of {@code [A-Za-z0-9._-]}, at most 96
     * characters each; a commit of 40 hex digits or none; clean paths that no file system takes for one another;
     * hashes of 64 hex digits or none; not more than the limits say.
     *
     * @throws DockException {@code UPSTREAM_BROKEN} that names the source and the first fault
     */
    public static Snapshot check(String sourceId, Snapshot snapshot, SnapshotLimits limits) {
        Snapshots check = new Snapshots(sourceId);
        if (snapshot == null) {
            throw check.blame("found something and told nothing of it.");
        }
        check.head(snapshot);
        check.origin(snapshot.origin());
        check.files(snapshot, limits);
        return snapshot;
    }

    /** What people may see of an origin: all but the entries that a source keeps for its own fetching. */
    public static Map<String, String> shownOrigin(Map<String, String> origin) {
        Map<String, String> shown = new TreeMap<>(origin);
        shown.keySet().removeIf(key -> key.startsWith("."));
        return shown;
    }

    private void head(Snapshot snapshot) {
        if (snapshot.name() == null || snapshot.revision() == null || snapshot.commit() == null) {
            throw blame("left out the name, the revision or the commit; it has to give an empty text for none.");
        }
        if (snapshot.layout() == null) {
            throw blame("did not say whether its files are one model or several.");
        }
        String[] segments = snapshot.name().split("/", -1);
        boolean clean = segments.length <= 2;
        for (String segment : segments) {
            clean &= NAME.matcher(segment).matches();
        }
        if (!clean) {
            throw blame("named a model " + quoted(snapshot.name()) + "; a name is one or two of " + NAME.pattern()
                    + " with a / between.");
        }
        if (!COMMIT.matcher(snapshot.commit()).matches()) {
            throw blame("told the commit " + quoted(snapshot.commit()) + "; a commit is 40 hex digits in lower case.");
        }
        if (snapshot.revision().length() > MAX_REVISION || hasControls(snapshot.revision())) {
            throw blame("told the revision " + quoted(snapshot.revision()) + "; it is plain text of at most "
                    + MAX_REVISION + " characters.");
        }
    }

    private void origin(Map<String, String> origin) {
        long characters = 0;
        for (Map.Entry<String, String> entry : origin.entrySet()) {
            characters += entry.getKey().length() + (long) entry.getValue().length();
        }
        if (origin.size() > MAX_ORIGIN || characters > MAX_ORIGIN_CHARS) {
            throw blame("told an origin of " + origin.size() + " entries and " + characters + " characters; "
                    + MAX_ORIGIN + " and " + MAX_ORIGIN_CHARS + " are the most.");
        }
    }

    private void files(Snapshot snapshot, SnapshotLimits limits) {
        List<RemoteFile> files = snapshot.files();
        boolean unlisted = snapshot.layout() == Snapshot.Layout.UNLISTED;
        if (files.isEmpty() != unlisted) {
            throw blame("found " + quoted(snapshot.name())
                    + (unlisted ? " and lists files that it says it does not know." : " without any file."));
        }
        if (snapshot.layout() == Snapshot.Layout.PACKED && files.size() != 1) {
            throw blame(
                    "found " + quoted(snapshot.name()) + " packed in " + files.size() + " files; it has to be one.");
        }
        if (files.size() > limits.maxFiles()) {
            throw blame(
                    "found " + files.size() + " files; at most " + limits.maxFiles() + " are taken.",
                    Problem.TOO_LARGE);
        }
        long left = limits.maxBytes();
        Set<String> folded = new HashSet<>();
        for (RemoteFile file : files) {
            path(file.path(), snapshot.layout());
            if (!folded.add(SafePaths.folded(file.path()))) {
                throw blame(
                        "has the path " + quoted(file.path()) + " twice, at least when upper and lower case are one.");
            }
            facts(file);
            left -= Math.min(Math.max(0, file.size()), Long.MAX_VALUE / 2);
            if (left < 0) {
                throw blame("found more than the " + limits.maxBytes() + " bytes that are taken.", Problem.TOO_LARGE);
            }
        }
        for (RemoteFile file : files) {
            notBelowAFile(file.path(), folded);
        }
    }

    private void path(String path, Snapshot.Layout layout) {
        if (path == null) {
            throw blame("has a file without a path.");
        }
        String checked;
        try {
            checked = SafePaths.check(path);
        } catch (DockException unclean) {
            throw blame("has a path that cannot be kept: " + unclean.getMessage());
        }
        if (!checked.equals(path)) {
            throw blame("has the path " + quoted(path) + "; a path has no ./ at its start.");
        }
        int slash = path.indexOf('/');
        if (layout == Snapshot.Layout.DIRECTORIES
                && (slash < 0 || !NAME.matcher(path.substring(0, slash)).matches())) {
            throw blame("has the path " + quoted(path) + " among several models; it has to begin with a model's name, "
                    + NAME.pattern() + ", and a /.");
        }
    }

    private void facts(RemoteFile file) {
        if (file.size() < RemoteFile.UNKNOWN) {
            throw blame("told the size " + file.size() + " for " + quoted(file.path())
                    + "; a size is 0 or more, or -1 for unknown.");
        }
        if (file.sha256() == null || !SHA_256.matcher(file.sha256()).matches()) {
            throw blame("told a SHA-256 for " + quoted(file.path()) + " that is not 64 hex digits in lower case.");
        }
        if (file.gitSha1() == null || !GIT_SHA_1.matcher(file.gitSha1()).matches()) {
            throw blame("told a git SHA-1 for " + quoted(file.path()) + " that is not 40 hex digits in lower case.");
        }
        if (!file.gitSha1().isEmpty() && file.size() == RemoteFile.UNKNOWN) {
            throw blame(
                    "told a git SHA-1 for " + quoted(file.path()) + " without its size, which is a part of that hash.");
        }
        if (file.crc32() < RemoteFile.UNKNOWN || file.crc32() > MAX_CRC_32) {
            throw blame("told the CRC-32 " + file.crc32() + " for " + quoted(file.path())
                    + "; it is an unsigned number of 32 bits, or -1 for unknown.");
        }
    }

    private void notBelowAFile(String path, Set<String> files) {
        String folded = SafePaths.folded(path);
        for (int slash = folded.indexOf('/'); slash >= 0; slash = folded.indexOf('/', slash + 1)) {
            if (files.contains(folded.substring(0, slash))) {
                throw blame("has " + quoted(path.split("/")[0]) + " or what is below it as a file and as a directory.");
            }
        }
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static String quoted(String text) {
        return "'" + Faults.shown(text) + "'";
    }

    private DockException blame(String what) {
        return blame(what, Problem.UPSTREAM_BROKEN);
    }

    private DockException blame(String what, Problem problem) {
        return new DockException(problem, "The source '" + sourceId + "' " + what, Map.of("source", sourceId));
    }
}
