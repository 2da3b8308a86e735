package dev.modeldock.imports;

import dev.modeldock.access.Caller;
import dev.modeldock.models.FoundModel;
import dev.modeldock.models.Model;
import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import dev.modeldock.models.VersionFile;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tells which of the planned models are here already, as far as the caller sees. */
record Presence(Models models, Caller caller) {
    private static final int VERSIONS = 100;

    /** A version that is what was planned. */
    record Here(Model model, Version version, int number) {}

    /** The version that is here of a planned model: by its commit, where its place tells one, else by its files. */
    Optional<Here> of(PlannedModel planned, Snapshot snapshot) {
        Optional<Model> model = models.find(planned.name(), caller).map(FoundModel::model);
        if (model.isEmpty()) {
            return Optional.empty();
        }
        Optional<Version> version = snapshot.commit().isEmpty()
                ? byFiles(model.get(), planned, snapshot)
                : models.findVersion(model.get(), snapshot.commit());
        return version.map(found -> new Here(model.get(), found, models.number(found)));
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
