package dev.modeldock.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.blobs.Space;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.jobs.NewJob;
import dev.modeldock.models.FoundModel;
import dev.modeldock.models.Models;
import dev.modeldock.models.VersionFile;
import dev.modeldock.plugins.Requests;
import dev.modeldock.plugins.SnapshotLimits;
import dev.modeldock.plugins.Snapshots;
import dev.modeldock.plugins.SourceFailures;
import dev.modeldock.plugins.SourceInfo;
import dev.modeldock.plugins.Sources;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Requests to sources: planned while the client waits, so that all that can be told at once is told at once. */
public final class SourceRequests {
    private static final int LONGEST_TAG = 300;

    private final Sources sources;
    private final Models models;
    private final Jobs jobs;
    private final Space space;
    private final Path staging;
    private final long maxFileBytes;

    public SourceRequests(Sources sources, Models models, Jobs jobs, Space space, Place place) {
        this.sources = sources;
        this.models = models;
        this.jobs = jobs;
        this.space = space;
        this.staging = place.staging();
        this.maxFileBytes = place.maxFileBytes();
    }

    /** Where uploads are staged, and how large they may be. */
    public record Place(Path staging, long maxFileBytes) {}

    /** Begin a request; close it in any case. {@code expected} bytes of room are promised to its files. */
    public ImportDraft draft(long expected) {
        return new ImportDraft(staging.resolve(UUID.randomUUID().toString()), space, expected, maxFileBytes);
    }

    /**
     * Plan the import and put it into the queue.
     *
     * @throws DockException what the request, the names and the place tell at once; {@code MODEL_ALREADY_EXISTS} when
     *     every model in it is here with these very files
     */
    public Job start(String sourceId, ImportDraft draft, boolean allowUnsafe, Caller caller)
            throws IOException, InterruptedException {
        Request request = Requests.of(require(sourceId).fields(), draft.values(), draft.files());
        Snapshot snapshot = resolve(sourceId, request);
        List<PlannedModel> planned = PlannedModel.of(snapshot, caller.user());
        refuseForeignNames(planned, caller);
        refuseIfAllAreHere(planned, snapshot, caller);
        draft.plan(new ImportPlan(snapshot, planned, allowUnsafe));
        draft.allIsHere();
        Job job = jobs.submit(job(sourceId, draft, planned, caller));
        draft.keep();
        return job;
    }

    /** The source with an id, or {@code NOT_FOUND}; to be asked before a body is read. */
    public SourceInfo require(String sourceId) {
        sources.source(sourceId);
        return sources.info(sourceId).orElseThrow();
    }

    private Snapshot resolve(String sourceId, Request request) throws IOException, InterruptedException {
        try {
            return Snapshots.check(sourceId, sources.source(sourceId).resolve(request), SnapshotLimits.DEFAULT);
        } catch (SourceException e) {
            throw SourceFailures.toDock(sourceId, e);
        }
    }

    private static NewJob job(String sourceId, ImportDraft draft, List<PlannedModel> planned, Caller caller) {
        String directory = draft.directory().getFileName().toString();
        ObjectNode plan = JsonNodeFactory.instance
                .objectNode()
                .put("source", sourceId)
                .put("staging", directory)
                .put("upload", draft.hasUploads());
        String tag = planned.stream().map(PlannedModel::name).collect(Collectors.joining(", "));
        return new NewJob(
                JobKind.IMPORT,
                caller.user(),
                sourceId.toUpperCase(Locale.ROOT),
                tag.length() > LONGEST_TAG ? tag.substring(0, LONGEST_TAG) + "…" : tag,
                planned.get(0).modelId(),
                directory,
                plan);
    }

    private void refuseForeignNames(List<PlannedModel> planned, Caller caller) {
        for (PlannedModel each : planned) {
            models.find(each.name(), caller)
                    .map(FoundModel::model)
                    .filter(model -> !model.owner().equals(caller.user()))
                    .ifPresent(model -> {
                        throw new DockException(
                                Problem.FORBIDDEN,
                                "The model " + model.name() + " belongs to somebody else. Import under another name.");
                    });
        }
    }

    private void refuseIfAllAreHere(List<PlannedModel> planned, Snapshot snapshot, Caller caller) {
        if (planned.stream().allMatch(each -> isHere(each, snapshot, caller))) {
            List<String> names = planned.stream().map(PlannedModel::name).toList();
            throw new DockException(
                    Problem.MODEL_ALREADY_EXISTS,
                    "All models in it are here already with these very files: " + String.join(", ", names) + ".",
                    Map.of("models", names));
        }
    }

    /** Told by names, sizes and checksums alone, so only where the place tells checksums. */
    private boolean isHere(PlannedModel planned, Snapshot snapshot, Caller caller) {
        Map<String, RemoteFile> files = new HashMap<>();
        for (RemoteFile file : snapshot.files()) {
            if (planned.owns(file.path())) {
                files.put(planned.inside(file.path()), file);
            }
        }
        return models.find(planned.name(), caller)
                .map(FoundModel::model)
                .filter(model -> models.versions(model, 100, 0).stream()
                        .filter(version -> version.fileCount() == files.size())
                        .anyMatch(version -> sameFiles(models.files(version), files)))
                .isPresent();
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
