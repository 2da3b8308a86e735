package dev.modeldock.server.cli;

import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.config.Config;
import dev.modeldock.server.config.ConfigKey;
import dev.modeldock.server.config.ConfigKeys;
import dev.modeldock.server.config.ConfigReader;
import dev.modeldock.server.config.Given;
import dev.modeldock.server.config.SourceKeys;
import dev.modeldock.server.logs.Logs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.event.Level;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags that come from the table of keys, and the configuration that a parsed line makes of them. */
final class ConfigFlags {
    private final Map<String, String> environment;

    ConfigFlags(Map<String, String> environment) {
        this.environment = environment;
    }

    /** A command that takes every key's flag, {@code --set}, {@code --help} and {@code --version}. */
    static CommandSpec spec(String name) {
        CommandSpec spec = CommandSpec.create().name(name);
        for (ConfigKey key : ConfigKeys.all()) {
            if (!key.flag().isEmpty()) {
                spec.addOption(Words.text(key.flag(), "<" + key.name() + ">", key.help()));
            }
        }
        spec.addOption(Words.texts("--set", "<key=value>", "set any other key; modeldock --help lists all of them"));
        spec.addOption(OptionSpec.builder("--help", "-h")
                .type(boolean.class)
                .description("print this")
                .build());
        spec.addOption(OptionSpec.builder("--version", "-V")
                .type(boolean.class)
                .description("print the version")
                .build());
        return spec;
    }

    /** The same, and its help says what it does and how it is used. */
    static CommandSpec spec(String name, String does, String... examples) {
        CommandSpec spec = spec(name);
        Words.describe(spec, does, examples);
        return spec;
    }

    /** Read the configuration and let the log obey it. Flags may stand before and after the name of the command. */
    Config config(ParseResult parsed) {
        Map<String, String> flags = new HashMap<>();
        List<String> sets = new ArrayList<>();
        for (ParseResult each = parsed; each != null; each = each.hasSubcommand() ? each.subcommand() : null) {
            for (ConfigKey key : ConfigKeys.all()) {
                if (!key.flag().isEmpty() && each.hasMatchedOption(key.flag())) {
                    flags.put(key.name(), each.matchedOptionValue(key.flag(), ""));
                }
            }
            sets.addAll(each.matchedOptionValue("--set", List.<String>of()));
        }
        Config config = new ConfigReader(new Given(flags, sets, environment)).read(SourceKeys::declared);
        Logs.configure(
                Level.valueOf(config.text("log.level").toUpperCase(Locale.ROOT)),
                Logs.Format.valueOf(config.text("log.format").toUpperCase(Locale.ROOT)));
        return config;
    }
}
