package dev.modeldock.sources.github.git;

import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A commit in a bare repository on disk. Nothing is ever checked out: its files are read as streams. For one thread. */
public final class FetchedCommit implements AutoCloseable {
    private static final int MOST_ENTRIES = 400_000;
    private static final int DEEPEST = 64;
    /** Larger blobs are read as streams, smaller ones at once. */
    private static final int STREAMED_FROM = 16 << 20;

    private final Repository repository;
    private final ObjectReader reader;
    private final GitAddress address;
    private final ObjectId tree;

    private FetchedCommit(Repository repository, String commit, GitAddress address) throws IOException {
        this.repository = repository;
        this.reader = repository.newObjectReader();
        this.address = address;
        reader.setStreamFileThreshold(STREAMED_FROM);
        try (RevWalk walk = new RevWalk(reader)) {
            tree = walk.parseCommit(ObjectId.fromString(commit)).getTree().copy();
        }
    }

    /** Open a commit; {@code address} is for sentences. */
    static FetchedCommit open(Path directory, String commit, GitAddress address) throws SourceException, IOException {
        Repository repository = new BoundedRepository(directory);
        try {
            return new FetchedCommit(repository, commit, address);
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            repository.close();
            throw new SourceException(
                    Reason.NOT_FOUND, "The repository " + address + " has no commit " + commit + ".", e);
        } catch (IOException e) {
            repository.close();
            throw e;
        }
    }

    /**
     * All entries that are no directories, in git's order.
     *
     * @throws SourceException {@code REFUSED} when there are more, or deeper ones, than any model has
     */
    public List<GitEntry> entries() throws SourceException, IOException {
        List<GitEntry> entries = new ArrayList<>();
        int seen = 0;
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            while (walk.next()) {
                if (++seen > MOST_ENTRIES || walk.getDepth() > DEEPEST) {
                    throw new SourceException(
                            Reason.REFUSED,
                            "The repository " + address + " has more than " + MOST_ENTRIES
                                    + " files and directories, or some more than " + DEEPEST
                                    + " directories deep. Take a smaller one.");
                }
                if (walk.isSubtree()) {
                    walk.enterSubtree();
                } else {
                    entries.add(entry(walk));
                }
            }
            return entries;
        } catch (MissingObjectException e) {
            throw incomplete(e);
        }
    }

    private static GitEntry entry(TreeWalk walk) {
        FileMode mode = walk.getFileMode();
        GitEntry.Kind kind = mode == FileMode.SYMLINK
                ? GitEntry.Kind.LINK
                : mode == FileMode.GITLINK ? GitEntry.Kind.SUBMODULE : GitEntry.Kind.FILE;
        return new GitEntry(walk.getPathString(), kind, walk.getObjectId(0).name());
    }

    /** The bytes of a file. */
    public GitBlob blob(GitEntry file) throws SourceException, IOException {
        try {
            return new GitBlob(reader.open(ObjectId.fromString(file.id()), Constants.OBJ_BLOB));
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            throw incomplete(e);
        }
    }

    /** Check that every file is there. */
    void requireWhole() throws SourceException, IOException {
        for (GitEntry entry : entries()) {
            if (entry.kind() == GitEntry.Kind.FILE && !reader.has(ObjectId.fromString(entry.id()))) {
                throw incomplete(null);
            }
        }
    }

    private SourceException incomplete(IOException e) {
        return new SourceException(
                Reason.BROKEN, "The repository " + address + " handed out a commit without all of its files.", e);
    }

    @Override
    public void close() {
        reader.close();
        repository.close();
    }
}
