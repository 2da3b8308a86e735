package dev.modeldock.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.blobs.Staging;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobContext;
import dev.modeldock.jobs.JobState;
import dev.modeldock.models.NewVersion;
import dev.modeldock.plugins.SourceFailures;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Imports what a source promised: one or more models from one pass over it. */
final class SourceImport {
    private static final String FILES = "files";
    private static final String PARTIAL = "partial";

    private final SourceMeans means;
    private final Blobs blobs;
    private final Publication publication;
    private final Clock clock;
    private final Arrivals arrivals = new Arrivals();

    SourceImport(SourceMeans means, Blobs blobs, Publication publication, Clock clock) {
        this.means = means;
        this.blobs = blobs;
        this.publication = publication;
        this.clock = clock;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    private static String staging(Job job) {
        return job.plan().path("staging").asText();
    }

    private static String source(Job job) {
        return job.plan().path("source").asText();
    }

    Path directory(Job job) {
        return means.staging().resolve(staging(job));
    }

    /** After a restart, before the jobs go on: promise again what was promised to this one. */
    void promiseAgain(Job job) throws IOException {
        long here = DirectoryTree.size(directory(job).resolve(PARTIAL));
        means.rooms()
                .promiseAgain(staging(job), Math.max(0, job.plan().path("needs").asLong() - here));
    }

    ObjectNode run(Job job, JobContext context) throws IOException, InterruptedException {
        ImportPlan plan = ImportPlan.read(directory(job));
        Path files = directory(job).resolve(FILES);
        // What an attempt before this one unpacked or was given in one stream; what it pulled is kept elsewhere.
        blobs.space().freed(DirectoryTree.delete(files));
        if (!means.rooms().isPromised(staging(job))) {
            // Tried again after it had ended: its promise was given up then.
            promiseAgain(job);
        }
        boolean over = false;
        try (Staging mine = blobs.stage(files, means.rooms().take(staging(job)))) {
            ObjectNode result = run(job, plan, mine, context);
            over = true;
            return result;
        } finally {
            if (!over) {
                promiseAgain(job);
            }
        }
    }

    private ObjectNode run(Job job, ImportPlan plan, Staging mine, JobContext context)
            throws IOException, InterruptedException {
        Tally tally = new Tally(context);
        IncomingFiles files =
                new IncomingFiles(mine, context::check, plan.options().selection()::takes);
        arrivals.begin(job.id(), files);
        try {
            Fetched fetched = new Fetched(job, plan, files, fetch(job, plan, files, tally));
            mine.settle();
            return published(fetched, mine, tally);
        } finally {
            arrivals.end(job.id());
        }
    }

    private ObjectNode published(Fetched fetched, Staging mine, Tally tally) throws IOException, InterruptedException {
        JobContext context = tally.context();
        List<Outcome> outcomes = new ArrayList<>();
        ObjectNode result = Imports.result(outcomes);
        for (PlannedModel model : fetched.plan().models()) {
            context.phase("verifying");
            outcomes.add(importOne(fetched.model(model), mine, context));
            result = Imports.result(outcomes);
            tell(result, fetched.job(), fetched.notes(), tally);
            context.result(result);
        }
        refuseIfNoneIsIn(outcomes);
        return result;
    }

    private void tell(ObjectNode result, Job job, List<String> notes, Tally tally) {
        result.put("bytesMoved", tally.movedBytes())
                .put("bytesSaved", tally.savedBytes())
                .put(
                        "seconds",
                        Duration.between(job.times().started(), clock.instant()).toMillis() / 1000.0);
        if (!notes.isEmpty()) {
            notes.forEach(result.putArray("notes")::add);
        }
    }

    private List<String> fetch(Job job, ImportPlan plan, IncomingFiles files, Tally tally)
            throws IOException, InterruptedException {
        FetchMeans fetching = new FetchMeans(
                means.transfers(),
                tally.context(),
                means.secrets().request(plan),
                new Sharing(means.models(), blobs, job.user()),
                directory(job).resolve(PARTIAL),
                directory(job).resolve(DirectoryTree.SCRATCH),
                means.sources().connections(source(job)));
        fetching.context().phase("fetching");
        tally.expect(plan.snapshot().files().stream()
                .mapToLong(file -> Math.max(0, file.size()))
                .sum());
        Promises promises =
                new Promises(source(job), plan.snapshot(), plan.options().selection());
        SnapshotSink sink = new SnapshotSink(fetching, promises, files, tally);
        try {
            means.sources().source(source(job)).fetch(plan.snapshot(), sink);
            promises.requireAll(files.all().keySet());
            if (plan.snapshot().layout() == Snapshot.Layout.PACKED) {
                fetching.context().phase("unpacking");
                new PackedFile(means.archives(), plan.snapshot().files().get(0)).unpack(files);
            }
        } catch (SourceException e) {
            throw SourceFailures.toDock(source(job), e);
        } finally {
            sink.close();
        }
        return sink.notes();
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
                    model.name().toString(), model.announcedId(), "", 0, Outcome.Kind.INVALID, refused.getMessage());
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

    /**
     * What was uploaded goes; the plan of what lies elsewhere stays until it is done, so that it can be tried again, and so
     * do the bytes that came, if it failed for a reason that can pass.
     */
    void discard(Job job) throws IOException {
        means.rooms().release(staging(job));
        Path directory = directory(job);
        boolean repeatable = !job.plan().path("upload").asBoolean() && job.state() != JobState.DONE;
        boolean goesOn = job.state() == JobState.FAILED
                && job.failure().filter(failure -> failure.problem().canPass()).isPresent();
        if (!repeatable) {
            blobs.space().freed(DirectoryTree.delete(directory));
            return;
        }
        blobs.space().freed(DirectoryTree.delete(directory.resolve(FILES)));
        if (!goesOn) {
            // Its secrets were for this job; who has it tried again all the same has to ask anew with them.
            blobs.space().freed(ImportPlan.forgetSecrets(directory));
            blobs.space().freed(DirectoryTree.delete(directory.resolve(PARTIAL)));
            DirectoryTree.delete(directory.resolve(DirectoryTree.SCRATCH));
        }
    }
}
