package dev.modeldock.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobContext;
import dev.modeldock.jobs.JobState;
import dev.modeldock.models.NewVersion;
import dev.modeldock.plugins.Snapshots;
import dev.modeldock.plugins.SourceFailures;
import dev.modeldock.plugins.Sources;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Imports what a source promised: one or more models from one pass over it. */
final class SourceImport {
    private static final String FILES = "files";

    private final Path staging;
    private final Sources sources;
    private final Blobs blobs;
    private final Publication publication;

    SourceImport(Path staging, Sources sources, Blobs blobs, Publication publication) {
        this.staging = staging;
        this.sources = sources;
        this.blobs = blobs;
        this.publication = publication;
    }

    Path directory(Job job) {
        return staging.resolve(job.plan().path("staging").asText());
    }

    List<Outcome> run(Job job, JobContext context) throws IOException, InterruptedException {
        ImportPlan plan = ImportPlan.read(directory(job));
        String source = job.plan().path("source").asText();
        long total = plan.snapshot().files().stream()
                .mapToLong(file -> Math.max(0, file.size()))
                .sum();
        context.total(total);
        context.phase("fetching");
        Path files = directory(job).resolve(FILES);
        // What an attempt before this one left.
        blobs.space().freed(DirectoryTree.delete(files));
        try (Staging mine = blobs.stage(files, total)) {
            IncomingFiles incoming = fetch(source, plan, new IncomingFiles(mine, context::check), context);
            List<Outcome> outcomes = new ArrayList<>();
            for (PlannedModel model : plan.models()) {
                context.phase("verifying");
                outcomes.add(importOne(incomingModel(model, plan, job, incoming), mine, context));
                context.result(Imports.result(outcomes));
            }
            refuseIfNoneIsIn(outcomes);
            return outcomes;
        }
    }

    private IncomingFiles fetch(String source, ImportPlan plan, IncomingFiles files, JobContext context)
            throws IOException, InterruptedException {
        SnapshotSink sink = new SnapshotSink(source, plan.snapshot(), files, context);
        try {
            sources.source(source).fetch(plan.snapshot(), sink);
        } catch (SourceException e) {
            throw SourceFailures.toDock(source, e);
        }
        sink.requireAll();
        return files;
    }

    private static IncomingModel incomingModel(PlannedModel model, ImportPlan plan, Job job, IncomingFiles files) {
        Map<String, StagedBlob> mine = new LinkedHashMap<>();
        for (RemoteFile file : plan.snapshot().files()) {
            if (model.owns(file.path())) {
                // Where they lie now: a model before this one may have taken equal bytes into the store.
                mine.put(
                        model.inside(file.path()),
                        files.staging().now(files.all().get(file.path())));
            }
        }
        ObjectNode origin = JsonNodeFactory.instance.objectNode();
        Snapshots.shownOrigin(plan.snapshot().origin()).forEach(origin::put);
        String source = job.plan().path("source").asText().toUpperCase(Locale.ROOT);
        origin.put("source", source)
                .put("revision", plan.snapshot().revision())
                .put("user", job.user())
                .put("job", job.id());
        return new IncomingModel(
                model.modelName(),
                model.modelId(),
                job.user(),
                source,
                plan.snapshot().commit(),
                new IncomingModel.Wish(false, plan.allowUnsafe(), ""),
                origin,
                mine);
    }

    /** One model that is refused does not keep the others out. */
    private Outcome importOne(IncomingModel model, Staging mine, JobContext context)
            throws IOException, InterruptedException {
        NewVersion version;
        try {
            version = publication.verify(model);
        } catch (DockException refused) {
            if (refused.problem() == Problem.CANCELED) {
                throw refused;
            }
            return new Outcome(
                    model.name().toString(), model.announcedId(), "", Outcome.Kind.INVALID, refused.getMessage());
        }
        context.phase("publishing");
        return publication.publish(version, model, mine);
    }

    private static void refuseIfNoneIsIn(List<Outcome> outcomes) {
        if (outcomes.stream().allMatch(outcome -> outcome.kind() == Outcome.Kind.INVALID)) {
            String reasons = outcomes.size() == 1
                    ? outcomes.get(0).reason()
                    : "None of the " + outcomes.size() + " models is taken. The first, "
                            + outcomes.get(0).name() + ": " + outcomes.get(0).reason();
            throw new DockException(Problem.INVALID_MODEL, reasons);
        }
    }

    /** What was uploaded goes; the plan of what lies elsewhere stays until it is done, so that it can be tried again. */
    void discard(Job job) throws IOException {
        boolean repeatable = !job.plan().path("upload").asBoolean() && job.state() != JobState.DONE;
        Path directory = directory(job);
        blobs.space().freed(DirectoryTree.delete(repeatable ? directory.resolve(FILES) : directory));
    }
}
