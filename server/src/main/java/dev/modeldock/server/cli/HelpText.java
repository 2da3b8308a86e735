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
            modeldock [serve] [flags]     start the dock; the default command
            modeldock keys create --name <name> [--scopes a,b] [--user <user>] [--hub] [--json]
            modeldock keys list [--json]
            modeldock keys revoke <id>
            modeldock actions list [--json]                 action packs, and what is done without any
            modeldock actions install <name> [--force]      put one that is shipped beside the data

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
