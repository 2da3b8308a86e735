package dev.modeldock.tools;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.database.Database;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tools and their versions: see, compare, go back, delete. What is another user's is not there, but for administrators. */
public final class Tools {
    private final Database database;
    private final Blobs blobs;
    private final ToolStore tools;
    private final ToolVersionStore versions;
    private final ToolContents contents;
    private final Turns turns = new Turns();
    private final Clock clock;

    public Tools(Database database, Blobs blobs, Vault vault, Clock clock) {
        this.database = database;
        this.blobs = blobs;
        this.tools = new ToolStore(database);
        this.versions = new ToolVersionStore(database);
        this.contents = new ToolContents(blobs, versions, vault);
        this.clock = clock;
    }

    ToolContents contents() {
        return contents;
    }

    Turns turns() {
        return turns;
    }

    /** The tool with this id, or {@code NOT_FOUND}. */
    public Tool get(String id, Caller caller) {
        return find(id, caller).orElseThrow(() -> absent(id));
    }

    private static DockException absent(String id) {
        return new DockException(Problem.NOT_FOUND, "There is no tool \"" + shown(id) + "\" of yours. List the tools.");
    }

    Optional<Tool> find(String id, Caller caller) {
        return tools.find(id).filter(tool -> tool.owner().equals(caller.user()) || caller.may(Scope.ADMIN));
    }

    Optional<Tool> find(String id) {
        return tools.find(id);
    }

    Optional<Tool> byName(String owner, String name) {
        return tools.byName(owner, name);
    }

    /** Tools that the caller sees, newest first. */
    public List<Tool> list(Caller caller, int limit, long offset) {
        return tools.list(ownerFor(caller), limit, offset);
    }

    public long count(Caller caller) {
        return tools.count(ownerFor(caller));
    }

    private static Optional<String> ownerFor(Caller caller) {
        return caller.may(Scope.ADMIN) ? Optional.empty() : Optional.of(caller.user());
    }

    /** Versions, newest first. */
    public List<ToolVersion> versions(Tool tool, int limit, long offset) {
        return versions.list(tool.id(), limit, offset);
    }

    public long versionCount(Tool tool) {
        return versions.count(tool.id());
    }

    /** The version with this number, or {@code NOT_FOUND}. */
    public ToolVersion version(Tool tool, long number) {
        return versions.find(tool.id(), number)
                .orElseThrow(() -> new DockException(
                        Problem.NOT_FOUND,
                        "The tool " + tool.name() + " has no version " + number + "; its versions are 1 to "
                                + versions.count(tool.id()) + "."));
    }

    /** The version that is the tool now. */
    public ToolVersion current(Tool tool) {
        return version(tool, tool.current());
    }

    /** The newest version whose flow has this id, the current one when that has it; {@code NOT_FOUND} when none has. */
    public ToolVersion withFlow(Tool tool, String flowId) {
        ToolVersion current = current(tool);
        return current.flowId().equals(flowId)
                ? current
                : versions.byFlow(tool.id(), flowId)
                        .orElseThrow(() -> new DockException(
                                Problem.NOT_FOUND,
                                "The tool " + tool.name() + " has no flow \"" + shown(flowId) + "\""
                                        + (current.flowId().isEmpty()
                                                ? "; its flow definition names none. Leave flowId out."
                                                : "; its present one is \"" + current.flowId() + "\".")));
    }

    /**
     * The environment's variables as they may be shown: values of secure ones are masked.
     *
     * @throws DockException {@code RATE_LIMITED} when too many files are being read, here and in {@link #difference}
     */
    public List<MaskedVariable> environment(ToolVersion version) throws InterruptedException {
        return turns.soon(() -> contents.environment(version).masked());
    }

    /** Write a part of a version's file, {@code from} (inclusive) to {@code to} (exclusive). */
    public void copy(ToolFile file, long from, long to, OutputStream out) throws IOException {
        blobs.copy(file.sha256(), from, to - from, out);
    }

    /** What became of one version until the other. */
    public Map<DefinitionFile, Difference> difference(ToolVersion from, ToolVersion to) throws InterruptedException {
        return turns.soon(() -> contents.difference(from, to));
    }

    /**
     * Make what an earlier version was the newest one again. Nothing is lost: the versions between stay.
     *
     * @return the tool as it is then; unchanged when it is just so already
     */
    public Tool rollBack(Tool tool, long number, Caller caller) {
        ToolVersion former = version(tool, number);
        return database.together(() -> {
            Tool now = tools.find(tool.id()).orElseThrow(() -> absent(tool.id()));
            ObjectNode origin = JsonNodeFactory.instance.objectNode().put("rollbackTo", former.number());
            byte[] secrets = versions.secrets(former.id());
            publish(
                    now,
                    new NewToolVersion(tool.id(), former.flowId(), former.files(), secrets),
                    origin,
                    caller.user());
            return tools.find(tool.id()).orElseThrow();
        });
    }

    /** Add a version in the transaction of the caller and let it be the current one; empty when the tool is so already. */
    Optional<ToolVersion> publish(Tool tool, NewToolVersion version, ObjectNode origin, String user) {
        if (tool.current() > 0 && contents.isSame(version(tool, tool.current()), version)) {
            return Optional.empty();
        }
        ToolVersion made = versions.insert(version, origin, user, clock.millis());
        tools.point(tool.id(), made.number(), clock.millis());
        return Optional.of(made);
    }

    /** The version that a job made, if it came so far. */
    Optional<ToolVersion> madeBy(String toolId, String job) {
        return versions.byJob(toolId, job);
    }

    /** Make a tool that has no version yet, in the transaction of the caller. */
    Tool create(String id, String owner, String name) {
        Tool fresh = new Tool(id, owner, name, 0, clock.instant(), clock.instant());
        tools.insert(fresh);
        return fresh;
    }

    /** Bytes that would become free if the tool were deleted. */
    public long freedBy(Tool tool) {
        return versions.exclusiveBytes(tool.id());
    }

    /** Delete the tool with all its versions; tells the bytes that became free. */
    public long delete(Tool tool) throws IOException {
        database.together(() -> {
            blobs.leave(versions.hashes(tool.id()));
            tools.delete(tool.id());
            return tool;
        });
        return blobs.removeOwnerless();
    }

    private static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 128 ? clean : clean.substring(0, 128) + "…";
    }
}
