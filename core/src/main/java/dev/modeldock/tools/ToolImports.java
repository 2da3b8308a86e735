package dev.modeldock.tools;

import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.jobs.NewJob;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.storedfiles.StoredFile;
import dev.modeldock.storedfiles.StoredFiles;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Takes requests to import tools: what can be told at once is told at once, the rest is a job's. */
public final class ToolImports {
    /** The source that jobs from here show. */
    static final String SOURCE = "TOOL";

    private final Tools tools;
    private final StoredFiles files;
    private final Jobs jobs;

    public ToolImports(Tools tools, StoredFiles files, Jobs jobs) {
        this.tools = tools;
        this.files = files;
        this.jobs = jobs;
    }

    /**
     * Accept an import. Those of one tool are done one after the other, in their order.
     *
     * @throws DockException {@code NOT_FOUND} for a tool or a file that is not there, {@code CONFLICT} for a name that is
     *     taken, {@code VALIDATION_ERROR} for a file that is no JSON object within the bounds, with its place, {@code
     *     RATE_LIMITED} when too many are being read
     */
    public Job accept(ToolRequest request, Caller caller) throws IOException, InterruptedException {
        Target target = request.toolId().map(id -> existing(id, caller)).orElseGet(() -> fresh(request, caller));
        Map<DefinitionFile, StoredFile> given = given(request, caller);
        if (given.containsKey(DefinitionFile.ENV)) {
            seal(given.get(DefinitionFile.ENV));
        }
        requireReadable(given);
        files.keepOn(List.copyOf(given.values()));
        ToolPlan plan = new ToolPlan(
                target.id(),
                target.name(),
                request.toolId().isEmpty(),
                request.family(),
                ToolPlan.ids(given),
                request.onConflict(),
                caller.user());
        return jobs.submit(
                new NewJob(JobKind.TOOL_IMPORT, target.owner(), SOURCE, target.name(), "", "", plan.toJson()));
    }

    /** The tool that an import is about; it may be still to come. */
    private record Target(String id, String owner, String name) {
        static Target of(Tool tool) {
            return new Target(tool.id(), tool.owner(), tool.name());
        }
    }

    private Target existing(String id, Caller caller) {
        // Asked again at the end: what was still to come may have come meanwhile.
        return tools.find(id, caller)
                .map(Target::of)
                .or(() -> stillToCome(id, caller))
                .orElseGet(() -> Target.of(tools.get(id, caller)));
    }

    /** A tool that other imports are under way for; if they make it, it is there by the time that this one runs. */
    private Optional<Target> stillToCome(String id, Caller caller) {
        return jobs.unfinished(JobKind.TOOL_IMPORT).stream()
                .filter(job -> ToolPlan.toolId(job).equals(id))
                .filter(job -> job.user().equals(caller.user()) || caller.may(Scope.ADMIN))
                .findFirst()
                .map(job -> new Target(id, job.user(), job.tag()));
    }

    private Target fresh(ToolRequest request, Caller caller) {
        String name = ToolNames.checked(request.name());
        tools.byName(caller.user(), name).ifPresent(taken -> {
            throw taken(taken);
        });
        return new Target("a-" + UUID.randomUUID(), caller.user(), name);
    }

    static DockException taken(Tool tool) {
        return new DockException(
                Problem.CONFLICT,
                "You have a tool " + tool.name() + " already: " + tool.id()
                        + ". Choose another toolName, or import into that tool.",
                Map.of("toolId", tool.id()));
    }

    /** It may hold values of secure variables, whether it can be taken or not. One that is too large is none. */
    private void seal(StoredFile environment) throws IOException, InterruptedException {
        if (environment.size() <= DefinitionFile.ENV.mostBytes()) {
            files.seal(environment);
        }
    }

    private void requireReadable(Map<DefinitionFile, StoredFile> given) throws IOException, InterruptedException {
        tools.turns().<Void, IOException>soon(() -> {
            Definitions.requireReadable(given.keySet(), file -> files.open(given.get(file)));
            return null;
        });
    }

    private Map<DefinitionFile, StoredFile> given(ToolRequest request, Caller caller) {
        Map<DefinitionFile, StoredFile> given = new EnumMap<>(DefinitionFile.class);
        request.files().forEach((file, id) -> given.put(file, file(file, id, caller)));
        return given;
    }

    private StoredFile file(DefinitionFile file, String id, Caller caller) {
        try {
            return files.get(id, caller);
        } catch (DockException e) {
            throw new DockException(
                    e.problem(), "\"" + file.field() + "\": " + e.getMessage(), Map.of("field", file.field()), e);
        }
    }
}
