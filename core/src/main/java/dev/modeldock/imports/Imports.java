package dev.modeldock.imports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Seal;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.database.Database;
import dev.modeldock.files.Archives;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobContext;
import dev.modeldock.jobs.JobRunner;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.models.Models;
import dev.modeldock.plugins.Sources;
import dev.modeldock.sessions.Sessions;
import dev.modeldock.transfers.Transfers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Runs the jobs that bring models in: those of completed sessions, and those of sources. */
public final class Imports implements JobRunner, AutoCloseable {
    private final SessionImport sessionImport;
    private final SourceImport sourceImport;
    private final Examination examination;
    private final ScanStore scans;
    private final SourceRequests requests;
    private final Updates updates;
    private final Traffic traffic = new Traffic();

    public Imports(Database database, Blobs blobs, Models models, Sessions sessions, Means means) {
        this.examination = new Examination(database, means.clock());
        Publication publication = new Publication(database, blobs, models, examination);
        this.scans = new ScanStore(database);
        this.sessionImport = new SessionImport(sessions, blobs, means.archives(), publication);
        Rooms rooms = new Rooms(blobs.space());
        SourceMeans sourceMeans = new SourceMeans(
                means.staging(),
                means.sources(),
                means.archives(),
                means.transfers(),
                rooms,
                new Secrets(means.seal()),
                models);
        this.sourceImport = new SourceImport(sourceMeans, blobs, publication, means.clock());
        this.requests = new SourceRequests(sourceMeans, blobs, models, means.jobs(), means.maxFileBytes());
        this.updates = new Updates(requests, models, blobs);
    }

    /**
     * What imports use beside the stores.
     *
     * @param maxFileBytes how large a file sent along with a request may be
     */
    public record Means(
            Path staging,
            Archives archives,
            Sources sources,
            Transfers transfers,
            Seal seal,
            Jobs jobs,
            long maxFileBytes,
            Clock clock) {}

    /** What is newer upstream. */
    public Updates updates() {
        return updates;
    }

    /** Requests to sources. */
    public SourceRequests requests() {
        return requests;
    }

    /** After a restart, before the jobs go on: promise the room again that was promised to accepted imports. */
    public void reopen(List<Job> unfinished) throws IOException {
        for (Job job : unfinished) {
            if (!ofSession(job)) {
                sourceImport.promiseAgain(job);
            }
        }
    }

    /** The files of imports from sources, while they come. */
    public Arrivals arrivals() {
        return sourceImport.arrivals();
    }

    /** What looks at files before they become a version. */
    public Examination examination() {
        return examination;
    }

    /** The verdicts on pickle files. */
    public ScanStore scans() {
        return scans;
    }

    /** What has come since the start. */
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public ObjectNode run(Job job, JobContext context) throws Exception {
        if (!ofSession(job)) {
            return sourceImport.run(job, traffic.counting(job.source(), context));
        }
        ObjectNode result = result(sessionImport.run(job, context));
        traffic.add(job.source(), sessionImport.size(job));
        return result;
    }

    static ObjectNode result(List<Outcome> outcomes) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode models = result.putArray("models");
        for (Outcome outcome : outcomes) {
            ObjectNode model = models.addObject();
            model.put("id", outcome.modelId())
                    .put("name", outcome.name())
                    .put("outcome", outcome.kind().label());
            if (!outcome.commit().isEmpty()) {
                model.put("commit", outcome.commit()).put("version", outcome.version());
            }
            if (!outcome.reason().isEmpty()) {
                model.put("reason", outcome.reason());
            }
        }
        return result;
    }

    private static boolean ofSession(Job job) {
        return job.plan().has("session");
    }

    @Override
    public boolean repeatable(Job job) {
        return !ofSession(job) && ImportPlan.isIn(sourceImport.directory(job));
    }

    @Override
    public void discard(Job job) throws IOException {
        if (ofSession(job)) {
            sessionImport.discard(job);
        } else {
            sourceImport.discard(job);
        }
    }

    @Override
    public void close() {
        sessionImport.close();
    }
}
