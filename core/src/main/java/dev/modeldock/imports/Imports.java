package dev.modeldock.imports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.database.Database;
import dev.modeldock.files.Archives;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobContext;
import dev.modeldock.jobs.JobRunner;
import dev.modeldock.models.Models;
import dev.modeldock.plugins.Sources;
import dev.modeldock.sessions.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Runs the jobs that bring models in: those of completed sessions, and those of sources. */
public final class Imports implements JobRunner, AutoCloseable {
    private final SessionImport sessionImport;
    private final SourceImport sourceImport;
    private final ScanStore scans;

    public Imports(Database database, Blobs blobs, Models models, Sessions sessions, Means means) {
        Publication publication = new Publication(database, blobs, models, means.clock());
        this.scans = new ScanStore(database);
        this.sessionImport = new SessionImport(sessions, blobs, means.archives(), publication);
        this.sourceImport = new SourceImport(means.staging(), means.sources(), blobs, publication);
    }

    /** What imports use beside the stores. */
    public record Means(Path staging, Archives archives, Sources sources, Clock clock) {}

    /** The verdicts on pickle files. */
    public ScanStore scans() {
        return scans;
    }

    @Override
    public ObjectNode run(Job job, JobContext context) throws Exception {
        return result(ofSession(job) ? sessionImport.run(job, context) : sourceImport.run(job, context));
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
                model.put("commit", outcome.commit());
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
