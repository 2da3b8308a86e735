package dev.modeldock.server.cli.upkeep;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.Command;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.cli.remote.RemoteDock;
import dev.modeldock.server.cli.terminal.Amounts;
import dev.modeldock.server.cli.terminal.Screen;
import dev.modeldock.server.cli.terminal.Table;
import picocli.CommandLine.Model.CommandSpec;

/** {@code gc}: what lies in the data directory and nobody needs. */
public final class GcCommand implements Command {
    private static final String STORAGE = "/v1/storage";

    @Override
    public CommandSpec spec() {
        return Words.remote(
                        "gc",
                        "Take away what nobody needs: what ran out, what failed imports kept for a retry, damaged files"
                                + " that were set aside, and files that no row names. Models stay.",
                        "modeldock gc --dry-run",
                        "modeldock gc --yes --json")
                .addOption(Words.flag("--dry-run", "only tell what could go"))
                .addOption(Words.flag("--yes", "do not ask; needed where nobody can be asked"));
    }

    @Override
    public ExitCode run(Call call) throws InterruptedException {
        boolean dry = call.has("--dry-run");
        boolean sure = call.has("--yes");
        if (!dry && !sure && !call.screen().canAsk()) {
            throw call.usage("gc asks before it takes anything, and nobody can answer here: add --yes, or --dry-run");
        }
        RemoteDock dock = RemoteDock.of(call);
        if (!sure) {
            JsonNode could = dock.send("POST", STORAGE + "/gc?dryRun=true", null);
            if (dry || could.path("items").isEmpty()) {
                return told(call, dock, could);
            }
            table(call.screen(), could);
            if (!call.screen().agrees("Take it?")) {
                call.screen().hint("Nothing was taken.");
                return ExitCode.FAILED;
            }
        }
        return told(call, dock, dock.send("POST", STORAGE + "/gc", null));
    }

    private static ExitCode told(Call call, RemoteDock dock, JsonNode answer) throws InterruptedException {
        if (call.json()) {
            call.screen().line(answer.toString());
            return ExitCode.OK;
        }
        table(call.screen(), answer);
        String bytes = Amounts.bytes(answer.path("bytes").asLong());
        JsonNode storage = dock.get(STORAGE);
        call.screen()
                .line((answer.path("dryRun").asBoolean() ? bytes + " could go. " : bytes + " went. ")
                        + Amounts.bytes(storage.path("usedBytes").asLong()) + " are used, "
                        + Amounts.bytes(storage.path("savedBytes").asLong())
                        + " are saved by keeping equal files once, "
                        + Amounts.bytes(storage.path("freeBytes").asLong()) + " are free.");
        return ExitCode.OK;
    }

    private static void table(Screen screen, JsonNode answer) {
        Table table = new Table("WHAT", "COUNT", "SIZE");
        for (JsonNode item : answer.path("items")) {
            table.add(
                    words(item.path("what").asText()),
                    item.path("count").asText(),
                    Amounts.bytes(item.path("bytes").asLong()));
        }
        table.print(screen);
    }

    private static String words(String what) {
        return switch (what) {
            case "failed_imports" -> "kept by failed imports for another try";
            case "unneeded" -> "stored files that nothing needs";
            case "strays" -> "files in the store that no row knows";
            case "damaged" -> "damaged files that were set aside";
            default -> what;
        };
    }
}
