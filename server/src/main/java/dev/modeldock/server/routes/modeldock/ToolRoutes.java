package dev.modeldock.server.routes.modeldock;

import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.DeleteQuery;
import dev.modeldock.server.http.FileContent;
import dev.modeldock.server.http.FileResponse;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.JsonBody;
import dev.modeldock.server.http.Paging;
import dev.modeldock.server.http.Paths;
import dev.modeldock.server.http.Shown;
import dev.modeldock.tools.DefinitionFile;
import dev.modeldock.tools.Tool;
import dev.modeldock.tools.ToolFile;
import dev.modeldock.tools.ToolVersion;
import dev.modeldock.tools.Tools;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code /v1/tools}: tools, their versions and files, what changed between two, going back, deleting. */
public final class ToolRoutes {
    private static final String TOOLS = "/v1/tools";
    private static final String TOOL = TOOLS + "/{id}";
    private static final String VERSION = TOOL + "/versions/{number}";

    private final Tools tools;
    private final Guard<Caller> guard;

    public ToolRoutes(Tools tools, Guard<Caller> guard) {
        this.tools = tools;
        this.guard = guard;
    }

    public void register(RoutesConfig routes) {
        routes.get(TOOLS, this::list);
        routes.get(TOOL, this::show);
        routes.get(TOOL + "/versions", this::versions);
        routes.get(VERSION, this::version);
        routes.get(VERSION + "/files/{file}", this::file);
        routes.get(TOOL + "/diff", this::difference);
        routes.post(TOOL + "/rollback", this::rollBack);
        routes.delete(TOOL, this::delete);
    }

    private Tool tool(Context ctx, Scope scope) {
        Caller caller = guard.caller(ctx);
        caller.require(scope);
        return tools.get(Paths.id(ctx, "id"), caller);
    }

    private void list(Context ctx) {
        Caller caller = guard.caller(ctx);
        caller.require(Scope.READ);
        Paging paging = Paging.of(ctx);
        ctx.json(paging.answer(
                tools.list(caller, paging.size(), paging.offset()).stream()
                        .map(ToolViews::tool)
                        .toList(),
                tools.count(caller)));
    }

    private void show(Context ctx) throws InterruptedException {
        Tool tool = tool(ctx, Scope.READ);
        ctx.json(shown(tool));
    }

    private Object shown(Tool tool) throws InterruptedException {
        ToolVersion current = tools.current(tool);
        return ToolViews.tool(tool, current, tools.environment(current));
    }

    private void versions(Context ctx) {
        Tool tool = tool(ctx, Scope.READ);
        Paging paging = Paging.of(ctx);
        ctx.json(paging.answer(
                tools.versions(tool, paging.size(), paging.offset()).stream()
                        .map(ToolViews::version)
                        .toList(),
                tools.versionCount(tool)));
    }

    private void version(Context ctx) throws InterruptedException {
        ToolVersion version = version(tool(ctx, Scope.READ), "number", ctx.pathParam("number"));
        ctx.json(ToolViews.version(version, tools.environment(version)));
    }

    private ToolVersion version(Tool tool, String field, String number) {
        if (number == null || !number.matches("\\d{1,18}")) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "\"" + field + "\" is " + (number == null ? "missing" : Shown.text(number))
                            + "; expected is the number of a version, such as " + tool.current() + ".");
        }
        return tools.version(tool, Long.parseLong(number));
    }

    private void file(Context ctx) throws IOException {
        ToolVersion version = version(tool(ctx, Scope.READ), "number", ctx.pathParam("number"));
        ToolFile file = version.file(definition(ctx.pathParam("file")));
        FileResponse.send(
                ctx,
                new FileContent(
                        file.size(),
                        file.sha256(),
                        version.created(),
                        "application/json",
                        file.file().fileName(),
                        (from, to, out) -> tools.copy(file, from, to, out)));
    }

    private static DefinitionFile definition(String name) {
        return Arrays.stream(DefinitionFile.values())
                .filter(file -> file.fileName().equals(name))
                .findFirst()
                .orElseThrow(() -> new DockException(
                        Problem.NOT_FOUND,
                        "There is no file " + Shown.text(name) + " in a tool; its files are "
                                + Arrays.stream(DefinitionFile.values())
                                        .map(DefinitionFile::fileName)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private void difference(Context ctx) throws InterruptedException {
        Tool tool = tool(ctx, Scope.READ);
        ToolVersion from = version(tool, "from", ctx.queryParam("from"));
        String to = ctx.queryParam("to");
        ToolVersion until = to == null ? tools.current(tool) : version(tool, "to", to);
        ctx.json(ToolViews.difference(from, until, tools.difference(from, until)));
    }

    private void rollBack(Context ctx) throws IOException, InterruptedException {
        Tool tool = tool(ctx, Scope.WRITE);
        long number = JsonBody.of(ctx).wholeNumber("version");
        ctx.json(shown(tools.rollBack(tool, number, guard.caller(ctx))));
    }

    private void delete(Context ctx) throws IOException {
        Tool tool = tool(ctx, Scope.WRITE);
        boolean dryRun = DeleteQuery.dryRun(ctx);
        long freed = dryRun ? tools.freedBy(tool) : tools.delete(tool);
        ctx.json(Map.of("id", tool.id(), "name", tool.name(), "dryRun", dryRun, "freedBytes", freed));
    }
}
