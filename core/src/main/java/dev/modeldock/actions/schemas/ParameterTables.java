package dev.modeldock.actions.schemas;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The tables of parameters that come with the program, one for each architecture or type of datasets. A table is read
 * when it is first asked for and then kept.
 */
final class ParameterTables {
    private static final String PLACE = "/dev/modeldock/actions/";
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,64}");

    private final Map<String, List<Parameter>> tables = new ConcurrentHashMap<>();
    private final List<Map<String, String>> corrections = lines("corrections.tsv");

    /** The rows that say something of a topic, in the order of the table; none when the topic is not known. */
    List<Parameter> rows(Topic topic) {
        return all(topic.owner()).stream()
                .filter(row -> row.action().equals(topic.action()))
                .filter(row -> row.format().isEmpty() || row.format().equals(topic.format()))
                .toList();
    }

    /** All rows of an architecture or a type; none when there is no table of it. */
    List<Parameter> all(String owner) {
        // The owner becomes part of a name of a resource, and only names of tables are worth keeping.
        if (!NAME.matcher(owner).matches() || getClass().getResource(PLACE + file(owner)) == null) {
            return List.of();
        }
        return tables.computeIfAbsent(
                owner,
                name -> lines(file(name)).stream()
                        .map(cells -> corrected(name, new Parameter(cells)))
                        .toList());
    }

    private static String file(String owner) {
        return "parameters/" + owner + ".tsv";
    }

    private Parameter corrected(String owner, Parameter row) {
        Parameter corrected = row;
        for (Map<String, String> correction : corrections) {
            String action = correction.get(Parameter.ACTION);
            if (correction.get("architecture").equals(owner)
                    && correction.get(Parameter.PATH).equals(row.path())
                    && (action.equals("*") || action.equals(row.action()))) {
                corrected = corrected.with(correction.get("column"), correction.get("value"));
            }
        }
        return corrected;
    }

    /** The lines of a table, each as cells by their columns; a line that begins with # is a remark. */
    static List<Map<String, String>> lines(String file) {
        try (InputStream in = ParameterTables.class.getResourceAsStream(PLACE + file);
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(Objects.requireNonNull(in, file), StandardCharsets.UTF_8))) {
            List<String[]> lines = reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
            List<Map<String, String>> cells = new ArrayList<>();
            lines.subList(1, lines.size()).forEach(line -> cells.add(cells(lines.get(0), line)));
            return List.copyOf(cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> cells(String[] columns, String[] line) {
        if (columns.length != line.length) {
            throw new IllegalStateException(
                    "a table has a line of " + line.length + " cells: " + String.join(",", line));
        }
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i++) {
            cells.put(columns[i], line[i]);
        }
        return cells;
    }
}
