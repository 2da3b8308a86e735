package dev.modeldock.server.cli.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.Command;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.cli.remote.Paths;
import dev.modeldock.server.cli.remote.RemoteDock;
import dev.modeldock.server.cli.terminal.Amounts;
import dev.modeldock.server.cli.terminal.Screen;
import dev.modeldock.server.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** {@code show}: one model, what its headers tell, and its files. */
public final class ShowCommand implements Command {
    @Override
    public CommandSpec spec() {
        return Words.remote(
                        "show",
                        "Show a model: its version, aliases, facts, origin and files.",
                        "modeldock show google-bert/bert-base-uncased",
                        "modeldock show local/tiny-bert --revision production --json")
                .addPositional(Words.word(0, "<model>", "namespace/name or id"))
                .addOption(Words.text("--revision", "<name>", "an alias or a commit (main)"));
    }

    @Override
    public ExitCode run(Call call) throws InterruptedException {
        String query = Paths.query("revision", call.text("--revision").orElse(""));
        JsonNode model = RemoteDock.of(call).get(Paths.model(call.word(0)) + query);
        if (call.json()) {
            call.screen().line(model.toString());
            return ExitCode.OK;
        }
        Screen screen = call.screen();
        head(screen, model);
        facts(screen, "facts", model.path("facts"));
        facts(screen, "origin", model.path("origin"));
        files(screen, model.path("files"));
        return ExitCode.OK;
    }

    private static void head(Screen screen, JsonNode model) {
        pair(screen, "name", model.path("name").asText());
        pair(screen, "id", model.path("id").asText());
        pair(
                screen,
                "owner",
                model.path("owner").asText() + ", " + model.path("access").asText());
        if (!model.path("description").asText().isBlank()) {
            pair(screen, "about", model.path("description").asText());
        }
        if (model.has("commit")) {
            pair(screen, "version", model.path("commit").asText());
            pair(screen, "profile", model.path("profile").asText());
            pair(
                    screen,
                    "size",
                    Amounts.bytes(model.path("bytes").asLong()) + " in "
                            + model.path("fileCount").asLong() + " files");
        }
        List<String> aliases = new ArrayList<>();
        model.path("aliases")
                .properties()
                .forEach(alias -> aliases.add(alias.getKey() + " → "
                        + LsCommand.shortened(alias.getValue().asText())));
        if (!aliases.isEmpty()) {
            pair(screen, "aliases", String.join(", ", aliases));
        }
    }

    private static void pair(Screen screen, String name, String value) {
        screen.line(screen.bold(String.format(Locale.ROOT, "%-9s", name)) + " " + Screen.plain(value));
    }

    /** The plain values; lists and objects are for {@code --json}. */
    private static void facts(Screen screen, String name, JsonNode facts) {
        List<String> plain = new ArrayList<>();
        facts.properties().forEach(each -> {
            if (each.getValue().isValueNode() && !each.getValue().asText().isBlank()) {
                plain.add(each.getKey() + " " + each.getValue().asText());
            }
        });
        if (!plain.isEmpty()) {
            pair(screen, name, String.join(", ", plain));
        }
    }

    private static void files(Screen screen, JsonNode files) {
        Table table = new Table("FILE", "SIZE", "SHA-256");
        for (JsonNode file : files) {
            String unsafe = file.has("pickleScan") ? "  (pickle)" : "";
            table.add(
                    Screen.plain(file.path("path").asText()) + unsafe,
                    Amounts.bytes(file.path("size").asLong()),
                    file.path("sha256").asText());
        }
        if (!files.isEmpty()) {
            screen.line("");
        }
        table.print(screen);
    }
}
