package dev.modeldock.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.database.Database;
import dev.modeldock.formats.Completeness;
import dev.modeldock.formats.Formats;
import dev.modeldock.formats.Inspection;
import dev.modeldock.formats.InspectionRequest;
import dev.modeldock.formats.ModelFile;
import dev.modeldock.formats.PickleScan;
import dev.modeldock.models.Models;
import dev.modeldock.models.NewVersion;
import dev.modeldock.models.Published;
import dev.modeldock.models.VersionFile;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last steps of each import: look at the files, move them into the store, make the version known. */
final class Publication {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;
    private final Blobs blobs;
    private final Models models;
    private final ScanStore scans;
    private final Clock clock;
    private final Formats formats = new Formats();

    Publication(Database database, Blobs blobs, Models models, Clock clock) {
        this.database = database;
        this.blobs = blobs;
        this.models = models;
        this.scans = new ScanStore(database);
        this.clock = clock;
    }

    /** Look at a model's files; {@code INVALID_MODEL} or {@code UNSAFE_MODEL} says what is wrong with them. */
    NewVersion verify(IncomingModel model) {
        if (model.files().isEmpty()) {
            throw new DockException(Problem.INVALID_MODEL, "There is no file in it. Send a model with its files.");
        }
        Inspection inspection = inspect(
                model.files().entrySet().stream().map(Publication::modelFile).toList(), model.wish());
        scans.save(inspection.scans(), clock.millis());
        Completeness.require(
                model.wish().profile(), inspection.profile(), model.files().keySet());
        ObjectNode facts = JSON.valueToTree(inspection.facts());
        if (!model.wish().baseModel().isEmpty()) {
            facts.put("baseModel", model.wish().baseModel());
        }
        if (!inspection.notes().isEmpty() || !model.notes().isEmpty()) {
            ArrayNode notes = facts.putArray("notes");
            inspection.notes().forEach(notes::add);
            model.notes().forEach(notes::add);
        }
        return new NewVersion(
                model.name(),
                model.user(),
                model.source(),
                model.announcedId(),
                model.commit(),
                inspection.profile().label(),
                facts,
                model.origin(),
                model.naming(),
                files(model.files()));
    }

    /** Look at one file for what could run code, before the model's others are here; {@code UNSAFE_MODEL} says what it is. */
    void requireSafe(String path, StagedBlob file, boolean allowUnsafe) {
        String sha256 = file.blob().sha256();
        Map<String, PickleScan> found =
                formats.scan(modelFile(Map.entry(path, file)), new InspectionRequest(false, allowUnsafe, scans::find));
        if (found.containsKey(sha256)) {
            scans.save(found, clock.millis());
        }
    }

    private Inspection inspect(List<ModelFile> files, IncomingModel.Wish wish) {
        Map<String, PickleScan> known =
                scans.among(files.stream().map(ModelFile::sha256).toList());
        return formats.inspect(
                files,
                new InspectionRequest(
                        wish.adapter(), wish.allowUnsafe(), sha256 -> Optional.ofNullable(known.get(sha256))));
    }

    private static ModelFile modelFile(Map.Entry<String, StagedBlob> file) {
        StagedBlob staged = file.getValue();
        return new ModelFile(file.getKey(), staged.blob().size(), staged.blob().sha256(), staged.content());
    }

    private static List<VersionFile> files(Map<String, StagedBlob> files) {
        return files.entrySet().stream()
                .map(file -> new VersionFile(
                        file.getKey(),
                        file.getValue().blob().sha256(),
                        file.getValue().blob().size(),
                        file.getValue().blob().crc32()))
                .toList();
    }

    /** Move a verified model's files into the store and make it known: from then on it is complete, or it is not there. */
    Outcome publish(NewVersion version, IncomingModel model, Staging staging) throws IOException, InterruptedException {
        List<StagedBlob> contents = model.files().values().stream().distinct().toList();
        staging.arrive(contents);
        Published published = database.together(() -> {
            blobs.record(contents);
            return models.publish(version);
        });
        boolean mine = published.isNew() || version.naming().replace() || isOfThisJob(published, version);
        return new Outcome(
                published.model().name().toString(),
                published.model().id(),
                published.version().commit(),
                published.number(),
                mine ? Outcome.Kind.STORED : Outcome.Kind.EXISTS,
                "");
    }

    /** After a kill between publishing and noting so, the same job comes here again. */
    private static boolean isOfThisJob(Published published, NewVersion version) {
        String job = version.origin().path("job").asText();
        return job.equals(published.version().origin().path("job").asText());
    }
}
