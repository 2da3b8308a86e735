package dev.modeldock.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.database.Database;
import dev.modeldock.formats.Completeness;
import dev.modeldock.formats.Inspection;
import dev.modeldock.models.Models;
import dev.modeldock.models.NewVersion;
import dev.modeldock.models.Published;
import dev.modeldock.models.VersionFile;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The last steps of each import: look at the files, move them into the store, make the version known. */
final class Publication {
    private final Database database;
    private final Blobs blobs;
    private final Models models;
    private final Examination examination;

    Publication(Database database, Blobs blobs, Models models, Examination examination) {
        this.database = database;
        this.blobs = blobs;
        this.models = models;
        this.examination = examination;
    }

    /** Look at a model's files; {@code INVALID_MODEL} or {@code UNSAFE_MODEL} says what is wrong with them. */
    NewVersion verify(IncomingModel model) {
        if (model.files().isEmpty()) {
            throw new DockException(Problem.INVALID_MODEL, "There is no file in it. Send a model with its files.");
        }
        boolean allowUnsafe = model.wish().allowUnsafe();
        Inspection inspection = examination.look(
                model.files(), new Examination.Terms(model.wish().adapter(), false, sha256 -> allowUnsafe));
        Completeness.require(
                model.wish().profile(), inspection.profile(), model.files().keySet());
        ObjectNode facts = Examination.facts(inspection, model.notes());
        if (!model.wish().baseModel().isEmpty()) {
            facts.put("baseModel", model.wish().baseModel());
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
