package dev.modeldock.hub;

import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import dev.modeldock.models.VersionFile;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of versions as git's objects. */
public final class HubFiles {
    private static final int PAGE = 1_000;

    private final Models models;
    private final Blobs blobs;
    private final TreeHashes trees = new TreeHashes(this);

    private final Planned planned;

    /** The files of versions that are here. */
    public HubFiles(Models models, Blobs blobs) {
        this(models, blobs, version -> Optional.empty());
    }

    HubFiles(Models models, Blobs blobs, Planned planned) {
        this.models = models;
        this.blobs = blobs;
        this.planned = planned;
    }

    /** Knows the files of versions that are on their way. */
    @FunctionalInterface
    interface Planned {
        /** By their paths; empty for a version that is here. */
        Optional<NavigableMap<String, HubEntry.File>> of(Version version);
    }

    /** The file at a path. */
    public Optional<HubEntry.File> file(Version version, String path) {
        Optional<NavigableMap<String, HubEntry.File>> coming = planned.of(version);
        if (coming.isPresent()) {
            return Optional.ofNullable(coming.get().get(path));
        }
        return models.files(version)
                .find(path)
                .map(file -> entries(List.of(file)).get(0));
    }

    /** The directory at a path. */
    public Optional<HubEntry.Directory> directory(Version version, String path) {
        String prefix = path + "/";
        boolean holds = planned.of(version)
                .map(coming -> Stream.ofNullable(coming.higherKey(prefix)))
                .orElseGet(
                        () -> models.files(version).behind(prefix, 1).stream().map(VersionFile::path))
                .anyMatch(first -> first.startsWith(prefix));
        return holds
                ? Optional.of(new HubEntry.Directory(path, trees.of(version).get(path)))
                : Optional.empty();
    }

    /** Git's hashes of a version's directories, by their paths. */
    Map<String, String> directories(Version version) {
        return trees.of(version);
    }

    /** Files of a version behind a path, in the order of their paths. */
    List<HubEntry.File> files(Version version, String after, int limit) {
        Optional<NavigableMap<String, HubEntry.File>> coming = planned.of(version);
        if (coming.isPresent()) {
            return coming.get().tailMap(after, false).values().stream()
                    .limit(limit)
                    .toList();
        }
        return entries(models.files(version).behind(after, limit));
    }

    /** All files of a version, page by page. */
    public void each(Version version, Taker taker) throws IOException {
        String after = "";
        List<HubEntry.File> page;
        do {
            page = files(version, after, PAGE);
            for (HubEntry.File file : page) {
                taker.take(file);
                after = file.path();
            }
        } while (page.size() == PAGE);
    }

    /** Whether the store has its content still, and has not set it aside. */
    public boolean isStored(HubEntry.File file) {
        return Files.exists(blobs.path(file.sha256()));
    }

    /** Takes one file. */
    @FunctionalInterface
    public interface Taker {
        void take(HubEntry.File file) throws IOException;
    }

    private List<HubEntry.File> entries(List<VersionFile> files) {
        Map<String, String> known = new HashMap<>();
        List<String> small = files.stream()
                .filter(file -> !LargeFiles.isLarge(file.path(), file.size()))
                .map(VersionFile::sha256)
                .distinct()
                .toList();
        // One alone is had by a simpler question.
        List<Blob> here = small.size() == 1 ? blobs.find(small.get(0)).stream().toList() : blobs.among(small);
        for (Blob blob : here) {
            known.put(blob.sha256(), blob.gitSha1());
        }
        List<HubEntry.File> entries = new ArrayList<>();
        for (VersionFile file : files) {
            entries.add(entry(file, known));
        }
        return entries;
    }

    private HubEntry.File entry(VersionFile file, Map<String, String> known) {
        if (LargeFiles.isLarge(file.path(), file.size())) {
            return HubEntry.File.large(file.path(), file.size(), file.sha256());
        }
        String oid = known.getOrDefault(file.sha256(), "");
        if (oid.isEmpty()) {
            oid = computed(file);
            known.put(file.sha256(), oid);
        }
        return new HubEntry.File(file.path(), oid, file.size(), file.sha256(), 0);
    }

    /** Of content whose size nobody knew when it came: it is noted, so that it is read once. */
    private String computed(VersionFile file) {
        try {
            String oid = LargeFiles.gitSha1(Files.readAllBytes(blobs.path(file.sha256())));
            blobs.noteGitSha1(file.sha256(), oid);
            return oid;
        } catch (IOException e) {
            throw new DockException(Problem.SERVER_ERROR, file.path() + " could not be read from the store.", e);
        }
    }
}
