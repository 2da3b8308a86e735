package dev.modeldock.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.modeldock.Dock;
import dev.modeldock.OpenDock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.jobs.Job;
import dev.modeldock.storedfiles.FileContext;
import dev.modeldock.storedfiles.FileUpload;
import dev.modeldock.storedfiles.NewFile;
import dev.modeldock.storedfiles.StoredFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

/** What clients do with tools, over a whole dock. Single quotes in definitions stand for double ones. */
record ToolSteps(OpenDock open, Caller caller) {
    static final Caller ANNA = new Caller("anna", EnumSet.of(Scope.READ, Scope.WRITE), Optional.empty());
    static final Caller BERT = new Caller("bert", EnumSet.of(Scope.READ, Scope.WRITE), Optional.empty());
    static final Caller ADMIN = new Caller("root", EnumSet.of(Scope.ADMIN), Optional.empty());

    static final String APP = "{'name': 'Greeter', 'flowId': 'flow-1'}";
    static final String FLOW = "{'flowId': 'flow-1', 'nodes': [{'id': 'ask', 'prompt': 'Hello'}], 'edges': []}";
    static final String ENV =
            "{'envVariables': [{'name': 'REGION', 'value': 'eu'}, {'name': 'KEY', 'value': 'secret-1',"
                    + " 'secure': true}]}";

    ToolSteps as(Caller other) {
        return new ToolSteps(open, other);
    }

    Dock dock() {
        return open.dock();
    }

    Tools tools() {
        return dock().toolbox().tools();
    }

    StoredFile upload(DefinitionFile file, String text) throws IOException, InterruptedException {
        byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        try (FileUpload upload = dock().storedFiles().receive(bytes.length)) {
            upload.write(ByteBuffer.wrap(bytes));
            return upload.finish(NewFile.named(caller.user(), FileContext.TOOL, file.fileName()));
        }
    }

    /** Upload the files; that of the environment may be null. */
    Map<DefinitionFile, String> files(String app, String flow, String env) throws IOException, InterruptedException {
        Map<DefinitionFile, String> ids = new EnumMap<>(DefinitionFile.class);
        ids.put(DefinitionFile.APP, upload(DefinitionFile.APP, app).id());
        ids.put(DefinitionFile.FLOW, upload(DefinitionFile.FLOW, flow).id());
        if (env != null) {
            ids.put(DefinitionFile.ENV, upload(DefinitionFile.ENV, env).id());
        }
        return ids;
    }

    /** Ask for a new tool. */
    Job create(String name, Map<DefinitionFile, String> files) throws IOException, InterruptedException {
        return accept(Optional.empty(), name, files, EnvConflict.KEEP);
    }

    /** Ask for an import into a tool. */
    Job into(String toolId, Map<DefinitionFile, String> files, EnvConflict conflict)
            throws IOException, InterruptedException {
        return accept(Optional.of(toolId), "", files, conflict);
    }

    private Job accept(Optional<String> id, String name, Map<DefinitionFile, String> files, EnvConflict conflict)
            throws IOException, InterruptedException {
        return dock().toolbox().imports().accept(new ToolRequest(ToolFamily.TOOLS, id, name, files, conflict), caller);
    }

    /** A new tool of these files, once it is there. */
    Tool created(String name, String app, String flow, String env) throws Exception {
        return tool(open.done(create(name, files(app, flow, env))));
    }

    Tool created(String name) throws Exception {
        return created(name, APP, FLOW, ENV);
    }

    /** Import into a tool; tells its version then. */
    int updated(Tool tool, String app, String flow, String env) throws Exception {
        Job done = open.done(into(tool.id(), files(app, flow, env), EnvConflict.REPLACE));
        return done.result().path("version").asInt();
    }

    /** The tool that a job is about, as it is now. */
    Tool tool(Job job) {
        return tools().get(ToolJobs.toolId(job), caller);
    }

    Tool now(Tool tool) {
        return tools().get(tool.id(), caller);
    }

    ToolVersion version(Tool tool, int number) {
        return tools().version(tool, number);
    }

    String text(ToolFile file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tools().copy(file, 0, file.size(), bytes);
        return bytes.toString(StandardCharsets.UTF_8).replace('"', '\'');
    }

    /** The secrets of a version, as nobody outside ever sees them. */
    Map<String, String> secrets(ToolVersion version) {
        Map<String, String> secrets = new java.util.TreeMap<>();
        tools().contents().environment(version).secrets().forEach((name, value) -> secrets.put(name, value.asText()));
        return secrets;
    }

    /** Hold that a job ended so, with these words for what came of it. */
    Job ended(Job job, String outcome, int version) throws Exception {
        Job done = open.done(job);
        assertEquals(
                outcome,
                done.result().path("outcome").asText(),
                () -> done.result().toString());
        assertEquals(
                version,
                done.result().path("version").asInt(),
                () -> done.result().toString());
        return done;
    }
}
