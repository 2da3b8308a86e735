package dev.modeldock.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.config.Config;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code keys create|list|revoke}: the same keys as {@code /v1/keys}, also while a server runs on the data directory. */
final class KeysCommand {
    private static final String DEFAULT_USER = "local";

    private final Function<Config, KeyDesk> desks;
    private final Console console;

    KeysCommand(Function<Config, KeyDesk> desks, Console console) {
        this.desks = desks;
        this.console = console;
    }

    static CommandLine line() {
        CommandLine keys = new CommandLine(ConfigFlags.spec(
                "keys",
                "Make, list and take back keys, in the data directory itself, also while a dock runs on it.",
                "modeldock keys create --name ci --scopes read,write",
                "modeldock keys list --json",
                "modeldock keys revoke 1f6f2c1e-…"));
        CommandSpec create = json(ConfigFlags.spec(
                        "create",
                        "Make a key. It is printed this once.",
                        "modeldock keys create --name ci --user ann --scopes read",
                        "export MODELDOCK_KEY=$(modeldock keys create --name me)"))
                .addOption(Words.text("--name", "<name>", "what tells it from others"))
                .addOption(Words.text("--user", "<user>", "whose it is; made when new (local)"))
                .addOption(Words.text("--scopes", "<a,b>", "read, write, admin, or a narrow one (read,write)"))
                .addOption(Words.flag("--hub", "in the form of a token of Hugging Face, for its clients"));
        CommandSpec revoke = ConfigFlags.spec(
                        "revoke", "Take a key back; it opens nothing any more.", "modeldock keys revoke 1f6f2c1e-…")
                .addPositional(Words.maybe(0, "<id>", "as keys list shows it"));
        keys.addSubcommand("create", create);
        keys.addSubcommand(
                "list", json(ConfigFlags.spec("list", "List keys, without their secrets.", "modeldock keys list")));
        keys.addSubcommand("revoke", revoke);
        return keys;
    }

    private static CommandSpec json(CommandSpec spec) {
        return spec.addOption(Words.flag(Words.JSON, "print JSON, for programs"));
    }

    int run(Config config, ParseResult keys) {
        if (!keys.hasSubcommand()) {
            throw new ParameterException(
                    keys.commandSpec().commandLine(), "keys needs one of the words create, list or revoke");
        }
        ParseResult verb = keys.subcommand();
        KeysAction action = action(verb);
        try (KeyDesk desk = desks.apply(config)) {
            action.perform(desk);
        }
        return 0;
    }

    @FunctionalInterface
    private interface KeysAction {
        void perform(KeyDesk desk);
    }

    /** Check the line before the database is opened. */
    private KeysAction action(ParseResult verb) {
        boolean json = verb.hasMatchedOption("--json");
        switch (verb.commandSpec().name()) {
            case "create" -> {
                KeyDesk.Wanted wanted = wanted(verb);
                return desk -> printNew(desk.create(wanted), json);
            }
            case "list" -> {
                return desk -> printAll(desk.list(), json);
            }
            default -> {
                String id = verb.matchedPositionalValue(0, "");
                if (id.isEmpty()) {
                    throw new ParameterException(
                            verb.commandSpec().commandLine(), "keys revoke needs the id that keys list shows");
                }
                return desk -> {
                    desk.revoke(id);
                    console.out().println("The key " + id + " is revoked.");
                };
            }
        }
    }

    private static KeyDesk.Wanted wanted(ParseResult verb) {
        String name = verb.matchedOptionValue("--name", "");
        if (name.isBlank()) {
            throw new ParameterException(
                    verb.commandSpec().commandLine(), "keys create needs --name, which tells this key from others");
        }
        Set<String> scopes = new LinkedHashSet<>();
        for (String scope : verb.matchedOptionValue("--scopes", "read,write").split(",")) {
            if (!scope.isBlank()) {
                scopes.add(scope.strip());
            }
        }
        return new KeyDesk.Wanted(
                name, verb.matchedOptionValue("--user", DEFAULT_USER), scopes, verb.hasMatchedOption("--hub"));
    }

    private void printNew(Map<String, Object> key, boolean json) {
        if (json) {
            console.out().println(inJson(key));
            return;
        }
        console.out().println(key.get("key"));
        console.err().println("This is the only time the key is shown; its id is " + key.get("id") + ".");
    }

    private void printAll(List<Map<String, Object>> keys, boolean json) {
        if (json) {
            console.out().println(inJson(keys));
            return;
        }
        for (Map<String, Object> key : keys) {
            console.out()
                    .println(
                            key.get("id") + "  " + key.get("user") + "  " + key.get("name") + "  " + key.get("scopes"));
        }
    }

    private static String inJson(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of texts is always JSON", e);
        }
    }
}
