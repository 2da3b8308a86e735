package dev.modeldock.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.jobs.Job;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.NewVersion;
import dev.modeldock.plugins.Snapshots;
import dev.modeldock.spi.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a source brought for a job, to be made into models. */
record Fetched(Job job, ImportPlan plan, IncomingFiles files, List<String> notes) {
    IncomingModel model(PlannedModel model) {
        ImportOptions options = plan.options();
        return new IncomingModel(
                model.modelName(),
                model.modelId(),
                job.user(),
                source().toUpperCase(Locale.ROOT),
                plan.snapshot().commit(),
                new IncomingModel.Wish(false, options.allowUnsafe(), "", options.profile()),
                origin(),
                naming(plan.snapshot(), options),
                notes,
                files(model));
    }

    private String source() {
        return job.plan().path("source").asText();
    }

    private Map<String, StagedBlob> files(PlannedModel model) {
        Map<String, StagedBlob> all =
                plan.snapshot().layout() == Snapshot.Layout.PACKED ? files.unwrapped() : files.all();
        Map<String, StagedBlob> mine = new LinkedHashMap<>();
        all.forEach((path, blob) -> {
            if (model.owns(path)) {
                // Where they lie now: a model before this one may have taken equal bytes into the store.
                mine.put(model.inside(path), files.staging().now(blob));
            }
        });
        return mine;
    }

    /** For people, and to ask the source again for what is newer. */
    private ObjectNode origin() {
        ObjectNode origin = JsonNodeFactory.instance.objectNode();
        Snapshots.shownOrigin(plan.snapshot().origin()).forEach(origin::put);
        origin.put("source", source().toUpperCase(Locale.ROOT))
                .put("revision", plan.snapshot().revision())
                .put("user", job.user())
                .put("job", job.id());
        if (!job.plan().path("upload").asBoolean()) {
            ObjectNode request = origin.putObject("request");
            plan.request().forEach(request::put);
            put(request, "include", plan.options().include());
            put(request, "exclude", plan.options().exclude());
            request.put("profile", plan.options().profile());
        }
        return origin;
    }

    private static void put(ObjectNode request, String name, List<String> patterns) {
        if (!patterns.isEmpty()) {
            patterns.forEach(request.putArray(name)::add);
        }
    }

    /** A branch or tag upstream is an alias here; what has no such name is {@code main}, as it always was. */
    static NewVersion.Naming naming(Snapshot snapshot, ImportOptions options) {
        List<String> moving = snapshot.revision().isEmpty() ? List.of(Aliases.MAIN) : List.of(snapshot.revision());
        return new NewVersion.Naming(
                moving.stream().filter(Aliases::isAlias).toList(),
                options.alias(),
                options.onConflict() == OnConflict.REPLACE);
    }
}
