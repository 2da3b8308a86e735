package dev.modeldock.sources.github;

import dev.modeldock.sources.github.git.FetchedCommit;
import dev.modeldock.sources.github.git.GitBlob;
import dev.modeldock.sources.github.git.GitEntry;
import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings the files of a fetched commit to the host, and collects those that Git LFS keeps. */
final class RepositoryFetch {
    private static final int SHOWN = 5;

    private final String repository;
    private final FetchedCommit commit;
    private final FileSink sink;
    private final List<RemoteFile> large = new ArrayList<>();

    /** @param repository its full name, for sentences */
    RepositoryFetch(String repository, FetchedCommit commit, FileSink sink) {
        this.repository = repository;
        this.commit = commit;
        this.sink = sink;
    }

    /** Push what lies in git, and return the wanted files that lie in LFS: their sizes and SHA-256 are known. */
    List<RemoteFile> run() throws SourceException, IOException, InterruptedException {
        List<GitEntry> files = files();
        for (GitEntry file : files) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            bring(file);
        }
        return large;
    }

    /** All files, once all of their names are known to be good: nothing of a hostile repository is brought. */
    private List<GitEntry> files() throws SourceException, IOException {
        List<GitEntry> files = new ArrayList<>();
        List<String> links = new ArrayList<>();
        List<String> submodules = new ArrayList<>();
        TreeNames names = new TreeNames(repository);
        for (GitEntry entry : commit.entries()) {
            switch (entry.kind()) {
                case FILE -> {
                    names.take(entry.path());
                    files.add(entry);
                }
                case LINK -> links.add(entry.path());
                case SUBMODULE -> submodules.add(entry.path());
            }
        }
        note("symbolic link", links);
        note("submodule", submodules);
        return files;
    }

    private void note(String what, List<String> paths) {
        if (paths.isEmpty()) {
            return;
        }
        List<String> shown = paths.stream().limit(SHOWN).map(Refusals::quoted).toList();
        sink.note(paths.size() + " " + what + (paths.size() == 1 ? " was" : "s were") + " left out: "
                + String.join(", ", shown) + (paths.size() > SHOWN ? " and more" : "")
                + ". What is not in the repository itself is not imported.");
    }

    private void bring(GitEntry file) throws SourceException, IOException, InterruptedException {
        GitBlob blob = commit.blob(file);
        if (blob.size() < LfsPointer.LONGEST) {
            Optional<LfsPointer> pointer = LfsPointer.of(blob.bytes());
            if (pointer.isPresent()) {
                collect(file.path(), pointer.get());
                return;
            }
        }
        if (sink.wanted(RemoteFile.of(file.path(), blob.size()).withGitSha1(file.id()))) {
            try (InputStream content = blob.stream()) {
                sink.push(file.path(), blob.size(), content);
            }
        }
    }

    private void collect(String path, LfsPointer pointer) throws SourceException, IOException, InterruptedException {
        RemoteFile file = RemoteFile.of(path, pointer.size()).withSha256(pointer.sha256());
        boolean empty = pointer.sha256().equals(LfsPointer.EMPTY_SHA256);
        if (empty != (pointer.size() == 0)) {
            throw Refusals.broken(
                    Refusals.quoted(path) + " in " + repository + " is a Git LFS pointer that contradicts itself: "
                            + pointer.size() + " bytes cannot have the SHA-256 " + pointer.sha256() + ".",
                    null);
        }
        if (!sink.wanted(file)) {
            return;
        }
        if (empty) {
            sink.push(path, 0, new ByteArrayInputStream(new byte[0]));
        } else {
            large.add(file);
        }
    }
}
