package dev.modeldock.imports;

import dev.modeldock.access.Caller;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.models.FoundModel;
import dev.modeldock.models.ModelName;
import dev.modeldock.models.Models;
import dev.modeldock.models.Namespaces;
import dev.modeldock.plugins.Requests;
import dev.modeldock.plugins.SnapshotLimits;
import dev.modeldock.plugins.Snapshots;
import dev.modeldock.plugins.SourceFailures;
import dev.modeldock.plugins.SourceInfo;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Requests to sources: planned while the client waits, so that all that can be told at once is told at once. */
public final class SourceRequests {
    private final SourceMeans means;
    private final Blobs blobs;
    private final Models models;
    private final Jobs jobs;
    private final long maxFileBytes;

    SourceRequests(SourceMeans means, Blobs blobs, Models models, Jobs jobs, long maxFileBytes) {
        this.means = means;
        this.blobs = blobs;
        this.models = models;
        this.jobs = jobs;
        this.maxFileBytes = maxFileBytes;
    }

    /** Begin a request; close it in any case. {@code expected} bytes of room are promised to its files. */
    public ImportDraft draft(long expected) {
        return new ImportDraft(
                means.staging().resolve(UUID.randomUUID().toString()), blobs.space(), expected, maxFileBytes);
    }

    /** The source with an id, or {@code NOT_FOUND}; to be asked before a body is read. */
    public SourceInfo require(String sourceId) {
        means.sources().source(sourceId);
        return means.sources().info(sourceId).orElseThrow();
    }

    /**
     * Find out what a request would bring. Nothing has moved and nothing is promised yet.
     *
     * @throws DockException what the request, the names and the place tell at once
     */
    public PreparedImport prepare(String sourceId, ImportDraft draft, Caller caller)
            throws IOException, InterruptedException {
        SourceInfo source = require(sourceId);
        ImportOptions options = OptionReader.options(draft.given(), source.fields());
        Request request =
                Requests.of(source.fields(), OptionReader.values(draft.given(), source.fields()), draft.files());
        Snapshot all = resolve(sourceId, request);
        boolean chosen = all.layout() == Snapshot.Layout.UNLISTED || all.layout() == Snapshot.Layout.PACKED;
        Snapshot snapshot = chosen ? all : chosen(all, options.selection());
        List<PlannedModel> planned = PlannedModel.of(snapshot, caller.user(), options.name()).stream()
                .map(each -> present(each, caller))
                .toList();
        refuseForeignNames(planned, options, caller);
        Resolved resolved = new Resolved(source, request, options, all, snapshot, planned);
        return new PreparedImport(
                means, blobs, new Presence(models, caller), jobs, new Wanted(resolved, draft, caller));
    }

    /**
     * Imports of a model from a source that have not ended and bring all its files; of one that was begun before a restart
     * too.
     *
     * @param name {@code owner/name} at the source
     */
    public List<Underway> underway(String sourceId, String name) throws IOException {
        List<Underway> found = new ArrayList<>();
        for (Job job : jobs.unfinished(JobKind.IMPORT)) {
            boolean named = job.tag().regionMatches(true, 0, name + "@", 0, name.length() + 1);
            Path directory = means.staging().resolve(job.plan().path("staging").asText());
            if (named && job.plan().path("source").asText().equals(sourceId) && ImportPlan.isIn(directory)) {
                ImportPlan plan = ImportPlan.read(directory);
                if (plan.models().size() == 1 && plan.options().selection().takesAll()) {
                    String here = plan.models().get(0).name();
                    found.add(new Underway(
                            job, plan.snapshot(), here, plan.options().allowUnsafe()));
                }
            }
        }
        return found;
    }

    /**
     * What a request came to.
     *
     * @param all everything that its place has
     * @param snapshot what of that was chosen
     */
    record Resolved(
            SourceInfo source,
            Request request,
            ImportOptions options,
            Snapshot all,
            Snapshot snapshot,
            List<PlannedModel> models) {}

    /** Who wants it, and what came along. */
    record Wanted(Resolved resolved, ImportDraft draft, Caller caller) {}

    /** What a place has now for a request. */
    Snapshot resolve(String sourceId, Request request) throws IOException, InterruptedException {
        try {
            return Snapshots.check(sourceId, means.sources().source(sourceId).resolve(request), SnapshotLimits.DEFAULT);
        } catch (SourceException e) {
            throw SourceFailures.toDock(sourceId, e);
        }
    }

    private static Snapshot chosen(Snapshot all, Selection selection) {
        return selection.takesAll()
                ? all
                : new Snapshot(
                        all.name(),
                        all.revision(),
                        all.commit(),
                        all.layout(),
                        selection.of(all.files()),
                        all.origin());
    }

    /** A model that was renamed here is known by its present name. */
    private PlannedModel present(PlannedModel planned, Caller caller) {
        return models.find(planned.name(), caller)
                .filter(FoundModel::byEarlierName)
                .map(found -> planned.named(found.model().name().toString()))
                .orElse(planned);
    }

    private void refuseForeignNames(List<PlannedModel> planned, ImportOptions options, Caller caller) {
        for (PlannedModel each : planned) {
            // Whether the caller sees that model or not: it would be refused in the end, after all had moved.
            if (models.ownerOf(each.modelName())
                    .filter(owner -> !owner.equals(caller.user()))
                    .isPresent()) {
                throw new DockException(
                        Problem.FORBIDDEN,
                        "The model " + each.name() + " belongs to somebody else. Import under another name.");
            }
        }
        if (options.name().contains("/") && models.find(options.name(), caller).isEmpty()) {
            Namespaces.require(ModelName.of(options.name()), caller);
        }
    }
}
