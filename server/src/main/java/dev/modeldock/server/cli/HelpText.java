package dev.modeldock.server.cli;

import dev.modeldock.server.config.ConfigKey;
import dev.modeldock.server.config.ConfigKeys;
import dev.modeldock.server.config.SourceKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code --help} prints: the commands and the whole table of keys. */
final class HelpText {
    private static final String HEAD = """
            modeldock [serve] [flags]               start the dock; the default command
            modeldock keys create|list|revoke       make, list and take back keys
            modeldock actions list|install          action packs, and what is done without any
            modeldock doctor [--offline]            try what a dock depends on, and say what to set
            modeldock completion bash|zsh           a script that lets your shell complete all this

            These ask a running dock, which --url or MODELDOCK_URL names (http://127.0.0.1:8080), with the key of
            --key or MODELDOCK_KEY. With --json each prints JSON. Each has a --help with examples:

            modeldock import <source> …             bring a model in from a source of the dock
            modeldock push <directory|archive>      send one of this machine
            modeldock ls [<text>]                   list models
            modeldock show <model>                  one model, its facts and files
            modeldock export <model> [-o <file>]    fetch one as an archive
            modeldock rm <model>                    delete one, once it is said what that frees
            modeldock verify <model>|--all          read bytes again
            modeldock jobs [<job>] [--follow]       list, show, follow and steer jobs
            modeldock datasets [<dataset>]          your datasets
            modeldock train <model> --action <a>    do actions on a model or a dataset
            modeldock gc [--dry-run]                take away what nobody needs
            modeldock openapi                       the description of the API

            Exit codes: 0 well, 1 failed, 2 usage, 3 no dock answers, 4 no such thing, 5 refused or key, 6 the job
            failed or was cancelled, 130 interrupted.

            Every key below can be given as --set key=value, as a variable of the environment and as a line
            key=value of modeldock.properties in the data directory. Flags come before the environment, the
            environment before the file, the file before the default. Sizes: 64MiB, 1GiB; durations: 15m, 24h.

            """;

    private HelpText() {}

    static String text() {
        List<ConfigKey> keys = new ArrayList<>(ConfigKeys.all());
        keys.addAll(SourceKeys.declared(Path.of("plugins")));
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"key", "flag", "environment", "default", "help"});
        for (ConfigKey key : keys) {
            rows.add(new String[] {
                key.name(),
                key.flag().isEmpty() ? "--set" : key.flag(),
                key.variable(),
                key.defaultValue().isEmpty() ? "-" : key.defaultValue(),
                key.help()
            });
        }
        return HEAD + table(rows);
    }

    private static String table(List<String[]> rows) {
        int columns = rows.get(0).length;
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
