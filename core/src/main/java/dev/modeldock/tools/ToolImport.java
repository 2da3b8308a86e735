package dev.modeldock.tools;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.database.Database;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobContext;
import dev.modeldock.jobs.JobRunner;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.storedfiles.StoredFile;
import dev.modeldock.storedfiles.StoredFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does what an accepted import asks for: the tool gets a version in one transaction, or it stays as it was. */
public final class ToolImport implements JobRunner {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;
    private final Blobs blobs;
    private final Tools tools;
    private final StoredFiles files;
    private final Path staging;

    public ToolImport(Database database, Blobs blobs, Tools tools, StoredFiles files, Path staging) {
        this.database = database;
        this.blobs = blobs;
        this.tools = tools;
        this.files = files;
        this.staging = staging;
    }

    @Override
    public ObjectNode run(Job job, JobContext context) throws Exception {
        ToolPlan plan = ToolPlan.of(job);
        // A kill may have come between the version and the end of the job.
        Optional<ToolVersion> made = tools.madeBy(plan.toolId(), job.id());
        return made.isPresent() ? outcome(made.get()) : tools.turns().patiently(() -> perform(job, plan, context));
    }

    private ObjectNode perform(Job job, ToolPlan plan, JobContext context) throws IOException, InterruptedException {
        Map<DefinitionFile, StoredFile> given = stored(plan);
        context.phase("verifying");
        Definitions definitions = definitions(given, context);
        Environment environment = environment(plan, definitions);
        context.check();
        context.phase("publishing");
        try (Staging staged = blobs.stage(staging.resolve(job.id()), 0)) {
            Map<DefinitionFile, StagedBlob> contents = new EnumMap<>(DefinitionFile.class);
            for (DefinitionFile file : DefinitionFile.values()) {
                try (InputStream in = content(file, given, environment)) {
                    contents.put(file, staged.write(in, count -> context.check()));
                }
            }
            List<StagedBlob> arriving = contents.values().stream().distinct().toList();
            staged.arrive(arriving);
            return database.together(() -> {
                blobs.record(arriving);
                return publish(job, plan, version(plan, definitions, environment, toolFiles(contents)));
            });
        }
    }

    /** What is wrong is kept with the job, all of it. */
    private Definitions definitions(Map<DefinitionFile, StoredFile> given, JobContext context) throws IOException {
        try {
            return Definitions.read(given.keySet(), file -> files.open(given.get(file)));
        } catch (DockException refused) {
            ObjectNode errors = JSON.createObjectNode();
            errors.set("errors", JSON.valueToTree(refused.details().get("errors")));
            context.result(errors);
            throw refused;
        }
    }

    /** The environment as all imports together have made it, without its secrets; the others as they came. */
    private InputStream content(DefinitionFile file, Map<DefinitionFile, StoredFile> given, Environment environment)
            throws IOException {
        return file == DefinitionFile.ENV
                ? new ByteArrayInputStream(Definitions.bytes(environment.document()))
                : files.open(given.get(file));
    }

    private Map<DefinitionFile, StoredFile> stored(ToolPlan plan) {
        Map<DefinitionFile, StoredFile> stored = new EnumMap<>(DefinitionFile.class);
        plan.files()
                .forEach((file, id) -> stored.put(
                        file,
                        files.find(id)
                                .orElseThrow(() -> new DockException(
                                        Problem.NOT_FOUND,
                                        "The file " + id + " (" + file.field()
                                                + ") is no longer here. Upload it and import again."))));
        return stored;
    }

    private Environment environment(ToolPlan plan, Definitions definitions) {
        Environment existing = tools.find(plan.toolId())
                .map(tool -> tools.contents().environment(tools.current(tool)))
                .orElseGet(Environment::none);
        return Environment.merge(existing, definitions.environment(), plan.onConflict());
    }

    private static List<ToolFile> toolFiles(Map<DefinitionFile, StagedBlob> contents) {
        return contents.entrySet().stream()
                .map(each -> {
                    Blob blob = each.getValue().blob();
                    return new ToolFile(each.getKey(), blob.sha256(), blob.size(), blob.crc32());
                })
                .toList();
    }

    private NewToolVersion version(
            ToolPlan plan, Definitions definitions, Environment environment, List<ToolFile> toolFiles) {
        return new NewToolVersion(
                plan.toolId(),
                References.flowId(definitions.flow()).orElse(""),
                toolFiles,
                tools.contents().vault().lock(environment.secrets()));
    }

    private ObjectNode publish(Job job, ToolPlan plan, NewToolVersion version) {
        Tool tool = tools.find(plan.toolId()).orElseGet(() -> create(job, plan));
        return tools.publish(tool, version, JSON.createObjectNode().put("job", job.id()), plan.by())
                .map(ToolImport::outcome)
                .orElseGet(() -> outcome(tool.id(), tool.current(), "unchanged"));
    }

    private static ObjectNode outcome(ToolVersion made) {
        return outcome(made.toolId(), made.number(), made.number() == 1 ? "created" : "updated");
    }

    private static ObjectNode outcome(String tool, int version, String word) {
        return JSON.createObjectNode().put("tool", tool).put("version", version).put("outcome", word);
    }

    private Tool create(Job job, ToolPlan plan) {
        if (!plan.fresh()) {
            throw new DockException(
                    Problem.NOT_FOUND,
                    "The tool " + plan.toolId() + " was deleted, or was never made. Import a new one.");
        }
        tools.byName(job.user(), plan.name()).ifPresent(taken -> {
            throw ToolImports.taken(taken);
        });
        return tools.create(plan.toolId(), job.user(), plan.name());
    }

    @Override
    public boolean repeatable(Job job) {
        return ToolPlan.of(job).files().values().stream()
                .allMatch(id -> files.find(id).isPresent());
    }

    @Override
    public void discard(Job job) {
        // Everything is done in one run, and its staging goes with it.
    }
}
