package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.labels.PythonNumber;
import java.util.List;

/**
 * Figures.
 *
 * @param name of its file
 * @param rows of texts, {@link Long}s and {@link Double}s
 */
record Table(String name, List<String> columns, List<List<Object>> rows) {
    Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** As Python writes it. */
    static String text(Object cell) {
        return cell instanceof Double number ? PythonNumber.text(number) : cell.toString();
    }

    /** Its first rows. */
    Table first(int most) {
        return rows.size() <= most ? this : new Table(name, columns, rows.subList(0, most));
    }
}
