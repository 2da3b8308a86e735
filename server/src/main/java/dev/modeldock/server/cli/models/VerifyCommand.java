package dev.modeldock.server.cli.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.Command;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.cli.remote.Json;
import dev.modeldock.server.cli.remote.Listing;
import dev.modeldock.server.cli.remote.Paths;
import dev.modeldock.server.cli.remote.RemoteDock;
import dev.modeldock.server.cli.terminal.Amounts;
import dev.modeldock.server.cli.terminal.Screen;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code verify}: let the dock read a model's bytes again and compare them with their hashes. */
public final class VerifyCommand implements Command {
    @Override
    public CommandSpec spec() {
        return Words.remote(
                        "verify",
                        "Read the bytes of a model, or of all, again. Ends with 1 when one is not what it should be.",
                        "modeldock verify local/tiny-bert",
                        "modeldock verify --all --json")
                .addPositional(Words.maybe(0, "<model>", "namespace/name or id"))
                .addOption(Words.flag("--all", "every model that is yours, its main version"))
                .addOption(Words.text("--revision", "<name>", "an alias or a commit (main)"));
    }

    @Override
    public ExitCode run(Call call) throws InterruptedException {
        boolean all = call.has("--all");
        if (all == call.maybe(0).isPresent()) {
            throw call.usage("verify takes either the name of a model or --all");
        }
        RemoteDock dock = RemoteDock.of(call);
        String revision = Paths.query("revision", call.text("--revision").orElse(""));
        List<String> models = all ? all(dock) : List.of(call.word(0));
        ArrayNode answers = Json.array();
        int wrong = 0;
        for (String model : models) {
            JsonNode answer;
            try {
                answer = dock.send("POST", Paths.model(model) + "/verify" + revision, null);
            } catch (CommandFailure no) {
                if (all && isNoFault(no)) {
                    continue;
                }
                throw no;
            }
            wrong += answer.path("right").asBoolean() ? 0 : 1;
            if (call.json()) {
                answers.add(answer);
            } else {
                tell(call.screen(), answer);
            }
        }
        if (call.json()) {
            call.screen().line((all ? answers : answers.get(0)).toString());
        }
        return wrong == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    /** Another's model, or one that was deleted since we asked for the list. */
    private static boolean isNoFault(CommandFailure no) {
        return no.code() == ExitCode.REFUSED || no.code() == ExitCode.NOT_FOUND;
    }

    private static List<String> all(RemoteDock dock) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        for (JsonNode model : Listing.of(dock, "/v1/models", "", 0).items()) {
            if (model.has("commit")) {
                ids.add(model.path("id").asText());
            }
        }
        return ids;
    }

    private static void tell(Screen screen, JsonNode answer) {
        boolean right = answer.path("right").asBoolean();
        screen.line(screen.painted(right ? "OK" : "FAILED") + "  "
                + answer.path("name").asText() + "  "
                + answer.path("files").asLong() + " files, "
                + Amounts.bytes(answer.path("bytes").asLong()));
        answer.path("damaged").forEach(path -> screen.line("        damaged: " + path.asText()));
        if (!right) {
            screen.line("        Import it again: what is damaged is fetched, the rest is here.");
        }
    }
}
