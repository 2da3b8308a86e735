package dev.modeldock.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.ContentHash;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.database.Database;
import dev.modeldock.files.SafePaths;
import dev.modeldock.formats.Formats;
import dev.modeldock.formats.Inspection;
import dev.modeldock.formats.InspectionRequest;
import dev.modeldock.formats.ModelFile;
import dev.modeldock.models.Models;
import dev.modeldock.models.NewVersion;
import dev.modeldock.models.Published;
import dev.modeldock.models.VersionFile;
import dev.modeldock.problems.DockException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what a job has trained a version of its model: to be listed, exported and served as any other. */
final class TrainedVersions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> TRAINING = Set.of("train", "retrain");
    private static final Logger LOG = LoggerFactory.getLogger(TrainedVersions.class);
    private static final String STATUS = "status.json";

    private final Database database;
    private final Blobs blobs;
    private final Models models;
    private final TrainableModels trainable;
    private final Path staging;

    TrainedVersions(Database database, Blobs blobs, Models models, TrainableModels trainable, Path staging) {
        this.database = database;
        this.blobs = blobs;
        this.models = models;
        this.trainable = trainable;
        this.staging = staging;
    }

    /**
     * Publish what a training has written, if it was one and has written anything.
     *
     * @throws dev.modeldock.problems.DockException when the files are not what their names say
     */
    Optional<Published> publish(ActionJob action, Path results) throws IOException, InterruptedException {
        Optional<TrainableModel> model = trainable.find(action.handler());
        if (!TRAINING.contains(action.action()) || model.isEmpty()) {
            return Optional.empty();
        }
        List<ResultListing.Item> files = files(results);
        if (files.isEmpty()) {
            return Optional.empty();
        }
        Path directory = staging.resolve(UUID.randomUUID().toString());
        try (Staging staged = blobs.stage(
                directory, files.stream().mapToLong(ResultListing.Item::size).sum())) {
            Map<String, StagedBlob> contents = new TreeMap<>();
            for (ResultListing.Item file : files) {
                try (InputStream in = Files.newInputStream(file.path())) {
                    contents.put(
                            file.name(), staged.write(in, ContentHash.of(Files.size(file.path()), false), count -> {}));
                }
            }
            staged.settle();
            NewVersion version = version(model.get(), action, contents);
            List<StagedBlob> arriving = contents.values().stream().distinct().toList();
            staged.arrive(arriving);
            return Optional.of(database.together(() -> {
                blobs.record(arriving);
                return models.publish(version);
            }));
        }
    }

    /** One that no model can have is left out, and that is told in the log. */
    private static List<ResultListing.Item> files(Path results) throws IOException {
        return ResultListing.files(results).stream()
                .filter(file -> !file.path().getFileName().toString().equals(STATUS))
                .filter(file -> isForModels(file.name()))
                .toList();
    }

    private static boolean isForModels(String path) {
        try {
            SafePaths.check(path);
            return true;
        } catch (DockException e) {
            LOG.warn("A file that was trained is no file for a model: {}", e.getMessage());
            return false;
        }
    }

    /** Its own command wrote the files, so pickles in them are taken as they are. */
    private static NewVersion version(TrainableModel model, ActionJob action, Map<String, StagedBlob> contents) {
        Inspection inspection = new Formats()
                .inspect(
                        contents.entrySet().stream()
                                .map(each -> new ModelFile(
                                        each.getKey(),
                                        each.getValue().blob().size(),
                                        each.getValue().blob().sha256(),
                                        each.getValue().content()))
                                .toList(),
                        new InspectionRequest(false, true, sha256 -> Optional.empty()));
        ObjectNode origin = JSON.createObjectNode()
                .put("source", model.model().source())
                .put("job", action.job().id())
                .put("action", action.action())
                .put("user", action.job().user());
        return new NewVersion(
                model.model().name(),
                model.model().owner(),
                model.model().source(),
                "",
                "",
                inspection.profile().label(),
                JSON.valueToTree(inspection.facts()),
                origin,
                NewVersion.Naming.MAIN,
                contents.entrySet().stream()
                        .map(each -> new VersionFile(
                                each.getKey(),
                                each.getValue().blob().sha256(),
                                each.getValue().blob().size(),
                                each.getValue().blob().crc32()))
                        .toList());
    }
}
