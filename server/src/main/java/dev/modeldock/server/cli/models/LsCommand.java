package dev.modeldock.server.cli.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.Command;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.cli.remote.Listing;
import dev.modeldock.server.cli.remote.Paths;
import dev.modeldock.server.cli.remote.RemoteDock;
import dev.modeldock.server.cli.terminal.Amounts;
import dev.modeldock.server.cli.terminal.Table;
import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;

/** {@code ls}: the models of the dock. */
public final class LsCommand implements Command {
    private static final int USUAL = 1_000;
    private static final int COMMIT = 12;

    @Override
    public CommandSpec spec() {
        return Words.remote(
                        "ls",
                        "List models.",
                        "modeldock ls bert",
                        "modeldock ls --namespace google-bert --source huggingface",
                        "modeldock ls --json | jq -r '.items[].name'")
                .addPositional(Words.maybe(0, "<text>", "a part of the name"))
                .addOption(Words.text("--namespace", "<name>", "only those of one namespace"))
                .addOption(Words.text("--source", "<id>", "only those that came this way, as huggingface"))
                .addOption(Words.text("--profile", "<name>", "only those of this kind, as gguf"))
                .addOption(Words.text("--access", "<word>", "public, private or gated"))
                .addOption(Words.number("--limit", "how many at most; 0 for all (${DEFAULT-VALUE})", USUAL));
    }

    @Override
    public ExitCode run(Call call) throws InterruptedException {
        String query = Paths.query(
                "search", call.maybe(0).orElse(""),
                "namespace", call.text("--namespace").orElse(""),
                "source", call.text("--source").orElse(""),
                "profile", call.text("--profile").orElse(""),
                "access", call.text("--access").orElse(""));
        Listing models = Listing.of(RemoteDock.of(call), "/v1/models", query, call.number("--limit"));
        if (call.json()) {
            call.screen().line(models.json().toString());
            return ExitCode.OK;
        }
        if (models.items().isEmpty()) {
            call.screen().hint("There are no such models. modeldock import and modeldock push bring some.");
        }
        Table table = new Table("NAME", "VERSION", "PROFILE", "SIZE", "SOURCE", "UPDATED");
        models.items().forEach(model -> add(table, model));
        table.print(call.screen());
        if (models.items().size() < models.total()) {
            call.screen().hint(models.items().size() + " of " + models.total() + " are shown; --limit 0 shows all.");
        }
        return ExitCode.OK;
    }

    private static void add(Table table, JsonNode model) {
        boolean empty = !model.has("commit");
        table.add(
                model.path("name").asText(),
                empty ? "-" : shortened(model.path("commit").asText()),
                empty ? "-" : model.path("profile").asText(),
                empty ? "-" : Amounts.bytes(model.path("bytes").asLong()),
                model.path("source").asText().toLowerCase(java.util.Locale.ROOT),
                Amounts.age(model.path("updatedAt").asText(), Instant.now()));
    }

    static String shortened(String commit) {
        return commit.substring(0, Math.min(COMMIT, commit.length()));
    }
}
