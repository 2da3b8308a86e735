package dev.modeldock.imports;

import dev.modeldock.access.Caller;
import dev.modeldock.models.FoundModel;
import dev.modeldock.models.Model;
import dev.modeldock.models.Models;
import dev.modeldock.models.NewVersion;
import dev.modeldock.models.Version;
import dev.modeldock.models.VersionFile;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Tells which of the planned models are here already, as far as the caller sees. */
record Presence(Models models, Caller caller) {
    private static final int VERSIONS = 100;

    /**
     * A version that is what was planned, or a part of it.
     *
     * @param missing how many of the planned files it lacks
     * @param firstMissing one of them, or empty
     */
    record Here(Model model, Version version, int number, int missing, String firstMissing) {
        boolean isPart() {
            return missing > 0;
        }
    }

    /** Let what has moved upstream move here too; tells whether anything did. */
    boolean follow(Here here, NewVersion.Naming naming) {
        // Without a commit there is no line of versions upstream: equal files move nothing.
        List<String> moving = here.version().origin().path("revision").asText().isEmpty() ? List.of() : naming.moving();
        return models.aliases().catchUp(here.version(), new NewVersion.Naming(moving, naming.wished(), false));
    }

    /** The version that is here of a planned model: by its commit, where its place tells one, else by its files. */
    Optional<Here> of(PlannedModel planned, Snapshot snapshot) {
        Optional<Model> model = models.find(planned.name(), caller).map(FoundModel::model);
        if (model.isEmpty()) {
            return Optional.empty();
        }
        Optional<Version> version = snapshot.commit().isEmpty()
                ? byFiles(model.get(), planned, snapshot)
                : models.findVersion(model.get(), snapshot.commit());
        return version.map(found -> here(model.get(), found, planned, snapshot));
    }

    private Here here(Model model, Version version, PlannedModel planned, Snapshot snapshot) {
        Set<String> lacking = new TreeSet<>();
        snapshot.files().stream()
                .map(RemoteFile::path)
                .filter(planned::owns)
                .forEach(path -> lacking.add(planned.inside(path)));
        for (VersionFile mine : models.files(version)) {
            lacking.remove(mine.path());
        }
        String first = lacking.isEmpty() ? "" : lacking.iterator().next();
        return new Here(model, version, models.number(version), lacking.size(), first);
    }

    /** Told by names, sizes and checksums alone, so only where the place tells checksums. */
    private Optional<Version> byFiles(Model model, PlannedModel planned, Snapshot snapshot) {
        Map<String, RemoteFile> files = new HashMap<>();
        for (RemoteFile file : snapshot.files()) {
            if (planned.owns(file.path())) {
                files.put(planned.inside(file.path()), file);
            }
        }
        return models.versions(model, VERSIONS, 0).stream()
                .filter(version -> version.fileCount() == files.size())
                .filter(version -> sameFiles(models.files(version), files))
                .findFirst();
    }

    private static boolean sameFiles(Iterable<VersionFile> stored, Map<String, RemoteFile> files) {
        for (VersionFile mine : stored) {
            RemoteFile other = files.get(mine.path());
            boolean sameSum = other != null
                    && (other.sha256().isEmpty()
                            ? other.crc32() == mine.crc32()
                            : other.sha256().equals(mine.sha256()));
            if (!sameSum || other.size() != mine.size()) {
                return false;
            }
        }
        return true;
    }
}
