package dev.modeldock.imports;

import dev.modeldock.blobs.Blob;
import dev.modeldock.files.SafePaths;
import dev.modeldock.plugins.SnapshotLimits;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a source has announced, or announces only while it fetches; all of it is checked before anything relies on it. */
final class Promises {
    private final String source;
    private final Snapshot snapshot;
    private final Selection selection;
    private final Map<String, RemoteFile> files = new LinkedHashMap<>();
    private final Set<String> folded = new HashSet<>();

    Promises(String source, Snapshot snapshot, Selection selection) {
        this.source = source;
        this.snapshot = snapshot;
        this.selection = selection;
        snapshot.files().forEach(file -> files.put(file.path(), file));
    }

    /** Whether all files were known before any was fetched. */
    boolean listed() {
        return snapshot.layout() != Snapshot.Layout.UNLISTED;
    }

    /** The files that were known before any was fetched. */
    List<RemoteFile> files() {
        return snapshot.files();
    }

    /** Whether the one file is an archive, or may be one. */
    boolean packed() {
        return snapshot.layout() == Snapshot.Layout.PACKED;
    }

    boolean takes(String path) {
        return packed() || selection.takes(path) && (!listed() || files.containsKey(path));
    }

    /** Whether the size of a file was announced with the snapshot, so that it was counted and promised room then. */
    boolean hasSizeOf(String path) {
        RemoteFile promised = listed() ? files.get(path) : null;
        return promised != null && promised.size() != RemoteFile.UNKNOWN;
    }

    /** A file as it was announced, with what is told of it only now. */
    synchronized RemoteFile of(RemoteFile told) {
        RemoteFile promised = files.get(told.path());
        if (promised == null) {
            if (listed()) {
                throw blame("brought \"" + told.path() + "\", which it had not announced.");
            }
            promised = announced(told);
        }
        return new RemoteFile(
                promised.path(),
                promised.size() == RemoteFile.UNKNOWN ? told.size() : promised.size(),
                promised.sha256().isEmpty() ? told.sha256() : promised.sha256(),
                promised.gitSha1().isEmpty() ? told.gitSha1() : promised.gitSha1(),
                promised.crc32() == RemoteFile.UNKNOWN ? told.crc32() : promised.crc32());
    }

    private RemoteFile announced(RemoteFile told) {
        if (files.size() >= SnapshotLimits.DEFAULT.maxFiles()) {
            throw new DockException(
                    Problem.TOO_LARGE,
                    "The source '" + source + "' brought more than " + files.size()
                            + " files, which is the most that is taken.");
        }
        String path = cleaned(told.path());
        if (!path.equals(told.path()) || !folded.add(SafePaths.folded(path))) {
            throw blame("brought the path \"" + path + "\" twice, at least when upper and lower case are one.");
        }
        files.put(path, told);
        return told;
    }

    private String cleaned(String path) {
        try {
            return SafePaths.check(path);
        } catch (DockException unclean) {
            throw blame("has a path that cannot be kept: " + unclean.getMessage());
        }
    }

    /** Hold a file to its promise. */
    void check(RemoteFile file, Blob blob) {
        boolean rightSize = file.size() == RemoteFile.UNKNOWN || file.size() == blob.size();
        boolean rightHash = file.sha256().isEmpty() || file.sha256().equals(blob.sha256());
        boolean rightGit = file.gitSha1().isEmpty()
                || blob.gitSha1().isEmpty()
                || file.gitSha1().equals(blob.gitSha1());
        if (!rightSize || !rightHash || !rightGit) {
            throw new DockException(
                    Problem.CHECKSUM_MISMATCH,
                    "The source '" + source + "' promised \"" + file.path() + "\" with "
                            + told(file.size(), file.sha256(), file.gitSha1()) + " and brought "
                            + told(blob.size(), blob.sha256(), blob.gitSha1()) + ". Import it again.");
        }
    }

    private static String told(long size, String sha256, String gitSha1) {
        return (size == RemoteFile.UNKNOWN ? "any number of" : Long.toString(size)) + " bytes"
                + (sha256.isEmpty() ? "" : ", SHA-256 " + sha256)
                + (gitSha1.isEmpty() ? "" : ", git SHA-1 " + gitSha1);
    }

    /** Check that all of it came. */
    void requireAll(Collection<String> came) {
        if (!listed()) {
            if (came.isEmpty()) {
                throw Selection.noneLeft(List.of(), 0);
            }
            return;
        }
        List<String> missing =
                files.keySet().stream().filter(path -> !came.contains(path)).toList();
        if (!missing.isEmpty()) {
            throw blame(
                    "left out " + missing.size() + " files that it had announced, such as \"" + missing.get(0) + "\".");
        }
    }

    private DockException blame(String what) {
        return new DockException(
                Problem.UPSTREAM_BROKEN, "The source '" + source + "' " + what, Map.of("source", source));
    }
}
