package dev.modeldock.server.cli.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.Command;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.cli.remote.Paths;
import dev.modeldock.server.cli.remote.RemoteDock;
import dev.modeldock.server.cli.terminal.Amounts;
import picocli.CommandLine.Model.CommandSpec;

/** {@code rm}: delete a model, once it is said what that frees. */
public final class RmCommand implements Command {
    @Override
    public CommandSpec spec() {
        return Words.remote(
                        "rm",
                        "Delete a model with all of its versions. Asks first, where somebody can answer.",
                        "modeldock rm local/tiny-bert",
                        "modeldock rm local/tiny-bert --dry-run",
                        "modeldock rm local/tiny-bert --yes --json")
                .addPositional(Words.word(0, "<model>", "namespace/name or id"))
                .addOption(Words.flag("--dry-run", "only tell the bytes that it would free"))
                .addOption(Words.flag("--yes", "do not ask; needed where nobody can be asked"));
    }

    @Override
    public ExitCode run(Call call) throws InterruptedException {
        boolean dry = call.has("--dry-run");
        boolean sure = call.has("--yes");
        if (!dry && !sure && !call.screen().canAsk()) {
            throw call.usage("rm asks before it deletes, and nobody can answer here: add --yes, or --dry-run to look");
        }
        RemoteDock dock = RemoteDock.of(call);
        String path = Paths.model(call.word(0));
        JsonNode preview = dry || !sure ? dock.send("DELETE", path + "?dryRun=true", null) : null;
        if (dry) {
            return told(call, preview, " would be deleted, which frees ");
        }
        if (!sure && !call.screen().agrees("Delete " + named(preview) + " and free " + freed(preview) + "?")) {
            call.screen().hint("Nothing was deleted.");
            return ExitCode.FAILED;
        }
        // By id: the name may have become another model's while we asked.
        String sameModel =
                preview == null ? path : Paths.model(preview.path("id").asText());
        return told(call, dock.send("DELETE", sameModel, null), " is deleted, which freed ");
    }

    private static ExitCode told(Call call, JsonNode answer, String what) {
        call.screen().line(call.json() ? answer.toString() : named(answer) + what + freed(answer) + ".");
        return ExitCode.OK;
    }

    private static String named(JsonNode answer) {
        return answer.path("name").asText();
    }

    private static String freed(JsonNode answer) {
        return Amounts.bytes(answer.path("freedBytes").asLong());
    }
}
