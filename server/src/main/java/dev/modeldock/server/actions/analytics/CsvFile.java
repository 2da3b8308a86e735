package dev.modeldock.server.actions.analytics;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A table as comma-separated values, written row by row. */
final class CsvFile implements AutoCloseable {
    private final Writer out;

    CsvFile(Path file, List<String> columns) throws IOException {
        Files.createDirectories(file.getParent());
        out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        row(columns);
    }

    /** A whole table. */
    static void write(Path file, Table table) throws IOException {
        try (CsvFile csv = new CsvFile(file, table.columns())) {
            for (List<Object> row : table.rows()) {
                csv.row(row.stream().map(Table::text).toList());
            }
        }
    }

    void row(List<String> cells) throws IOException {
        String between = "";
        for (String cell : cells) {
            out.write(between);
            out.write(quoted(cell));
            between = ",";
        }
        out.write('\n');
    }

    /** Only where it must be. */
    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
