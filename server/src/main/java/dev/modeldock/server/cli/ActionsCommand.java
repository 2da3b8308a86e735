package dev.modeldock.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.config.Config;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code actions list|install}: the action packs of a data directory, also while a server runs on it, and
 * what the program does by itself. */
final class ActionsCommand {
    private final Function<Config, PackDesk> desks;
    private final Console console;

    ActionsCommand(Function<Config, PackDesk> desks, Console console) {
        this.desks = desks;
        this.console = console;
    }

    static CommandLine line() {
        CommandLine actions = new CommandLine(ConfigFlags.spec(
                "actions",
                "List and install action packs, in the data directory itself, also while a dock runs on it.",
                "modeldock actions list",
                "modeldock actions install nvidia"));
        CommandSpec install = ConfigFlags.spec(
                        "install",
                        "Put an action pack that comes with the program beside the data.",
                        "modeldock actions install slurm",
                        "modeldock actions install nvidia --force    # its settings are kept")
                .addOption(Words.flag("--force", "exchange one that is there"))
                .addPositional(Words.maybe(0, "<name>", "as actions list shows it"));
        actions.addSubcommand(
                "list",
                ConfigFlags.spec("list", "List packs that are shipped and installed.", "modeldock actions list --json")
                        .addOption(Words.flag(Words.JSON, "print JSON, for programs")));
        actions.addSubcommand("install", install);
        return actions;
    }

    int run(Config config, ParseResult actions) {
        if (!actions.hasSubcommand()) {
            throw new ParameterException(
                    actions.commandSpec().commandLine(), "actions needs one of the words list or install");
        }
        ParseResult verb = actions.subcommand();
        if (verb.commandSpec().name().equals("list")) {
            PackDesk desk = desks.apply(config);
            print(
                    Stream.concat(desk.list().stream(), desk.builtIn().stream()).toList(),
                    verb.hasMatchedOption("--json"));
            return 0;
        }
        String name = verb.matchedPositionalValue(0, "");
        if (name.isEmpty()) {
            throw new ParameterException(
                    verb.commandSpec().commandLine(),
                    "actions install needs the name of a pack that actions list shows");
        }
        console.out().println(desks.apply(config).install(name, verb.hasMatchedOption("--force")));
        return 0;
    }

    private void print(List<Map<String, Object>> packs, boolean json) {
        if (json) {
            console.out().println(inJson(packs));
            return;
        }
        for (Map<String, Object> pack : packs) {
            for (Object what : lines(pack)) {
                console.out().println(pack.get("name") + "  " + pack.get("state") + "  " + what);
            }
        }
    }

    private static List<?> lines(Map<String, Object> pack) {
        if (pack.get("does") instanceof List<?> does) {
            return does.stream().map(each -> line((Map<?, ?>) each)).toList();
        }
        return List.of(pack.containsKey("fault") ? pack.get("fault") : pack.get("actions"));
    }

    private static String line(Map<?, ?> does) {
        Object kind = does.containsKey("architecture")
                ? does.get("architecture")
                : does.get("dataset_type") + " " + does.get("format");
        return kind + "  " + does.get("actions");
    }

    private static String inJson(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps and lists of texts are always JSON", e);
        }
    }
}
