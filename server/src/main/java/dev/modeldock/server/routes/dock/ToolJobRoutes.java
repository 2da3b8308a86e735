package dev.modeldock.server.routes.dock;

import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.JsonBody;
import dev.modeldock.server.http.Paths;
import dev.modeldock.server.http.Shown;
import dev.modeldock.tools.DefinitionFile;
import dev.modeldock.tools.EnvConflict;
import dev.modeldock.tools.Tool;
import dev.modeldock.tools.ToolFamily;
import dev.modeldock.tools.ToolRequest;
import dev.modeldock.tools.ToolVersion;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Imports and exports of tools, under all the names that the documents have had for them. */
public final class ToolJobRoutes {
    private static final List<String> OF_TOOLS = List.of("/api/public/tools", "/api/public/tool");
    private static final List<String> OF_WORKFLOWS = List.of("/api/public/workflows", "/api/public/workflow");

    private final Dock dock;
    private final Guard<Caller> guard;
    private final ExportViews exports;

    public ToolJobRoutes(Dock dock, Guard<Caller> guard, ExportViews exports) {
        this.dock = dock;
        this.guard = guard;
        this.exports = exports;
    }

    public void register(RoutesConfig routes) {
        OF_TOOLS.forEach(path -> register(routes, path, ToolFamily.TOOLS));
        OF_WORKFLOWS.forEach(path -> register(routes, path, ToolFamily.WORKFLOWS));
    }

    private void register(RoutesConfig routes, String path, ToolFamily family) {
        routes.post(path + "/import", ctx -> importTool(ctx, family, Optional.empty()));
        routes.post(path + "/{id}/import", ctx -> importTool(ctx, family, Optional.of(Paths.id(ctx, "id"))));
        routes.post(path + "/{id}/export", ctx -> export(ctx, family));
    }

    private void importTool(Context ctx, ToolFamily family, Optional<String> id)
            throws IOException, InterruptedException {
        Caller caller = guard.caller(ctx);
        caller.require(Scope.IMPORT_TOOL);
        JsonBody body = JsonBody.of(ctx);
        Map<DefinitionFile, String> files = new EnumMap<>(DefinitionFile.class);
        files.put(DefinitionFile.APP, required(body, "toolDataFileId", "workflowDataFileId"));
        files.put(DefinitionFile.FLOW, body.text("flowDataFileId"));
        given(body, "envVariablesFileId").ifPresent(file -> files.put(DefinitionFile.ENV, file));
        String name = id.isPresent() ? "" : required(body, "toolName", "workflowName");
        EnvConflict conflict =
                given(body, "envConflict").map(ToolJobRoutes::conflict).orElse(EnvConflict.KEEP);
        ctx.json(DockStatus.of(
                dock.toolbox().imports().accept(new ToolRequest(family, id, name, files, conflict), caller)));
    }

    private static EnvConflict conflict(String word) {
        return Arrays.stream(EnvConflict.values())
                .filter(conflict -> conflict.label().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new DockException(
                        Problem.VALIDATION_ERROR,
                        "\"envConflict\" is \"" + Shown.text(word)
                                + "\"; expected is keep (variables that are there keep"
                                + " their values) or replace."));
    }

    /** A text that must be there, by its first name or the later one. */
    private static String required(JsonBody body, String name, String later) {
        return Stream.of(name, later)
                .flatMap(each -> given(body, each).stream())
                .findFirst()
                .orElseGet(() -> body.text(name));
    }

    private static Optional<String> given(JsonBody body, String name) {
        return body.optionalText(name).map(String::strip).filter(text -> !text.isEmpty());
    }

    private void export(Context ctx, ToolFamily family) {
        Caller caller = guard.caller(ctx);
        caller.require(Scope.EXPORT_TOOL);
        Tool tool = dock.toolbox().tools().get(Paths.id(ctx, "id"), caller);
        ToolVersion version = Stream.of("flowId", "callflowId")
                .flatMap(name -> Optional.ofNullable(ctx.queryParam(name)).stream())
                .filter(flow -> !flow.isBlank())
                .findFirst()
                .map(flow -> dock.toolbox().tools().withFlow(tool, flow.startsWith(":") ? flow.substring(1) : flow))
                .orElseGet(() -> dock.toolbox().tools().current(tool));
        ctx.json(exports.status(ctx, dock.toolbox().exports().export(tool, version, family, caller)));
    }
}
