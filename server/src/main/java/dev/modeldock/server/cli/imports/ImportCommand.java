package dev.modeldock.server.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.Command;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.cli.jobs.Follower;
import dev.modeldock.server.cli.jobs.TaskView;
import dev.modeldock.server.cli.remote.Json;
import dev.modeldock.server.cli.remote.Paths;
import dev.modeldock.server.cli.remote.RemoteDock;
import dev.modeldock.server.cli.terminal.Amounts;
import dev.modeldock.server.cli.terminal.Screen;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code import <source> …}: ask a source of the dock for a model. What it takes is what the running dock says. */
public final class ImportCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = Words.remote(
                        "import",
                        "Import a model from a source of the dock. What stands behind the source are its fields;"
                                + " modeldock import <source> --help lists them.",
                        "modeldock import huggingface --model-tag google-bert/bert-base-uncased --follow",
                        "modeldock import huggingface --model-tag org/name --include '*.gguf' --dry-run",
                        "modeldock import github --owner org --repo-name name --profile any",
                        "modeldock import local --file models.zip --follow")
                .addPositional(Words.maybe(0, "<source>", "huggingface, github, local, or one of yours"))
                .addOption(Words.flag("--follow", "wait for the end; 6 when it fails"))
                .addOption(Words.texts(
                        "--set", "<field=value>", "set a field whose option would be another's, such as url"));
        spec.parser().unmatchedArgumentsAllowed(true);
        return spec;
    }

    @Override
    public ExitCode run(Call call) throws IOException, InterruptedException {
        String source = call.maybe(0)
                .filter(word -> !word.startsWith("-"))
                .orElseThrow(() -> call.usage("import needs the name of a source, such as huggingface"));
        RemoteDock dock = RemoteDock.of(call);
        SourceFields fields = new SourceFields(dock.get("/v1/sources/" + Paths.escaped(source)));
        SourceFields.Wanted wanted = fields.read(call.parsed().unmatched());
        call.texts("--set").forEach(each -> fields.set(wanted, each));
        HttpResponse<byte[]> answer = RemoteDock.require(ask(dock, source, wanted));
        if (answer.statusCode() == 200) {
            JsonNode plan = Json.read(answer.body());
            call.screen().line(call.json() ? plan.toString() : plan(plan));
            return ExitCode.OK;
        }
        String id = answer.headers().firstValue("Location").orElse("").replaceFirst(".*/", "");
        if (call.has("--follow")) {
            return new Follower(call, dock).follow(new TaskView(call, id));
        }
        call.screen().line(call.json() ? dock.get(TaskView.TASKS + "/" + id).toString() : id);
        call.screen().hint("It is under way: modeldock jobs " + id + " --follow");
        return ExitCode.OK;
    }

    private static HttpResponse<byte[]> ask(RemoteDock dock, String source, SourceFields.Wanted wanted)
            throws InterruptedException {
        String path = "/v1/upload/" + Paths.escaped(source);
        try {
            if (wanted.files().isEmpty()) {
                return dock.exchange(dock.request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(wanted.body().toString()))
                        .build());
            }
            FormBody form = FormBody.of(wanted);
            return dock.exchange(dock.request(path)
                    .header("Content-Type", form.contentType())
                    .POST(form.publisher())
                    .build());
        } catch (IOException e) {
            throw dock.unreachable(e);
        }
    }

    private static String plan(JsonNode plan) {
        StringBuilder text = new StringBuilder();
        String commit = plan.path("commit").asText();
        text.append(plan.path("name").asText())
                .append(commit.isEmpty() ? "" : " at " + commit)
                .append("\n  ")
                .append(plan.path("files_chosen").asLong())
                .append(" files, ")
                .append(Amounts.bytes(plan.path("bytes_total").asLong()))
                .append(", of which ")
                .append(Amounts.bytes(plan.path("bytes_to_move").asLong()))
                .append(" have to come\n  room: ")
                .append(Amounts.bytes(plan.path("space").path("available").asLong()))
                .append(plan.path("space").path("fits").asBoolean() ? ", which is enough" : ", which is too little");
        for (JsonNode model : plan.path("models")) {
            text.append("\n  ")
                    .append(model.path("name").asText())
                    .append(model.path("exists").asBoolean() ? " is here already" : " is new");
        }
        plan.path("unsafe")
                .forEach(file -> text.append("\n  unsafe: ")
                        .append(file.path("path").asText())
                        .append(", ")
                        .append(file.path("why").asText()));
        return text.toString();
    }

    /** The fields of a source as lines of help; asks the running dock. */
    public static void help(Call call, String source, Screen screen) throws InterruptedException {
        JsonNode shown = RemoteDock.of(call).get("/v1/sources/" + Paths.escaped(source));
        screen.line("");
        screen.line("Fields of " + source + ":");
        List<String[]> rows = new SourceFields(shown).help();
        rows.forEach(row -> screen.line(String.format("  %-28s %s", row[0], row[1])));
    }
}
