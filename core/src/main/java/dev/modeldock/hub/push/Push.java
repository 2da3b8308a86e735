package dev.modeldock.hub.push;

import dev.modeldock.access.Caller;
import dev.modeldock.blobs.ContentHash;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.imports.Examination;
import dev.modeldock.models.Branch;
import dev.modeldock.models.ModelName;
import dev.modeldock.models.NewVersion;
import dev.modeldock.models.Version;
import dev.modeldock.models.VersionFile;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** One commit on its way: what is said of it, its changes, and the small files that came with them, staged. */
final class Push {
    private static final long MOST_SMALL_BYTES = 1L << 30;

    private final Examination examination;
    private final Staging staging;
    private final Caller caller;
    private final List<CommitLine> changes = new ArrayList<>();
    private final Map<String, StagedBlob> contents = new HashMap<>();
    private final Set<String> brought = new HashSet<>();
    private CommitLine.Header said = new CommitLine.Header("", "", Optional.empty());
    private long smallBytes;

    Push(Examination examination, Staging staging, Caller caller) {
        this.examination = examination;
        this.staging = staging;
        this.caller = caller;
    }

    Staging staging() {
        return staging;
    }

    String user() {
        return caller.user();
    }

    /** Take the next line; the bytes of a small file go to staging at once. */
    void take(CommitLine line) throws IOException, InterruptedException {
        if (line instanceof CommitLine.Header header) {
            said = header;
        } else if (line instanceof CommitLine.SmallFile file) {
            StagedBlob staged = staged(file.content());
            contents.put(staged.blob().sha256(), staged);
            brought.add(staged.blob().sha256());
            changes.add(new CommitLine.LargeFile(file.path(), staged.blob().sha256(), Optional.empty()));
        } else {
            changes.add(line);
        }
    }

    private StagedBlob staged(byte[] content) throws IOException, InterruptedException {
        smallBytes += content.length;
        if (smallBytes > MOST_SMALL_BYTES) {
            throw new DockException(
                    Problem.TOO_LARGE,
                    "The small files of the commit have more than " + MOST_SMALL_BYTES
                            + " bytes together. Make several commits of it.");
        }
        return staging.write(new ByteArrayInputStream(content), ContentHash.of(content.length, true), count -> {});
    }

    /** The hashes of the large files that were sent before. */
    List<String> uploads() {
        return changes.stream()
                .filter(CommitLine.LargeFile.class::isInstance)
                .map(line -> ((CommitLine.LargeFile) line).sha256())
                .filter(sha256 -> !brought.contains(sha256))
                .distinct()
                .toList();
    }

    /**
     * Hold what was sent before, and refuse what was not.
     *
     * @param open which of the contents the caller has sent or may have anyway
     */
    void requireUploads(Function<List<String>, Set<String>> open) {
        List<String> wanted = uploads();
        Set<String> mine = open.apply(wanted);
        staging.stored(wanted.stream().filter(mine::contains).toList())
                .forEach(blob -> contents.put(blob.blob().sha256(), blob));
        for (CommitLine line : changes) {
            if (line instanceof CommitLine.LargeFile file) {
                requireUpload(file);
            }
        }
    }

    private void requireUpload(CommitLine.LargeFile file) {
        StagedBlob content = contents.get(file.sha256());
        if (content == null) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The content of \"" + file.path() + "\" is not here: SHA-256 " + file.sha256()
                            + ". Send it as a large file first; it is kept for a day.");
        }
        long size = content.blob().size();
        if (file.size().filter(told -> told != size).isPresent()) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "\"" + file.path() + "\" is said to have " + file.size().get() + " bytes, but what was sent has "
                            + size + ".");
        }
    }

    void requireParent(Branch branch) {
        String head = branch.head().map(Version::commit).orElse("");
        if (said.parent().filter(parent -> !head.startsWith(parent)).isPresent()) {
            throw outdated(branch);
        }
    }

    static DockException outdated(Branch branch) {
        return new DockException(
                Problem.OUTDATED,
                "A commit has happened since. The branch " + branch.name() + " is at "
                        + branch.head().map(Version::commit).orElse("no commit")
                        + " now. Please refresh and try again.");
    }

    /** The contents of a version's files, held. */
    Map<String, StagedBlob> held(Iterable<VersionFile> files) {
        Map<String, String> paths = new TreeMap<>();
        files.forEach(file -> paths.put(file.path(), file.sha256()));
        Map<String, StagedBlob> byHash = new HashMap<>();
        staging.stored(Set.copyOf(paths.values()))
                .forEach(blob -> byHash.put(blob.blob().sha256(), blob));
        Map<String, StagedBlob> held = new TreeMap<>();
        paths.forEach((path, sha256) -> held.put(path, byHash.get(sha256)));
        return held;
    }

    /**
     * What the changes make of a branch.
     *
     * @param source finds what is copied from another version
     */
    Map<String, StagedBlob> applied(Map<String, StagedBlob> before, Function<CommitLine.Copy, StagedBlob> source) {
        BranchFiles files = new BranchFiles(before);
        for (CommitLine change : changes) {
            if (change instanceof CommitLine.LargeFile file) {
                files.put(file.path(), contents.get(file.sha256()));
            } else if (change instanceof CommitLine.DeletedFile file) {
                files.delete(file.path());
            } else if (change instanceof CommitLine.DeletedFolder folder) {
                files.deleteFolder(folder.path());
            } else if (change instanceof CommitLine.Copy copy) {
                copy(files, copy, source);
            }
        }
        files.require();
        return files.all();
    }

    private static void copy(BranchFiles files, CommitLine.Copy copy, Function<CommitLine.Copy, StagedBlob> source) {
        files.put(copy.path(), copy.revision().isPresent() ? source.apply(copy) : files.get(copy.from()));
        if (copy.moves() && !copy.from().equals(copy.path())) {
            files.delete(copy.from());
        }
    }

    static boolean isSame(Map<String, StagedBlob> before, Map<String, StagedBlob> after) {
        return hashes(before).equals(hashes(after));
    }

    static Map<String, String> hashes(Map<String, StagedBlob> files) {
        Map<String, String> hashes = new HashMap<>();
        files.forEach((path, content) -> hashes.put(path, content.blob().sha256()));
        return hashes;
    }

    /** The version that the files become, once they were looked at; {@link PushedVersion} says how. */
    NewVersion examined(ModelName name, Map<String, StagedBlob> files, PushedVersion.Parent parent)
            throws IOException, InterruptedException {
        staging.settle();
        return new PushedVersion(examination, user(), said).of(name, files, parent);
    }
}
