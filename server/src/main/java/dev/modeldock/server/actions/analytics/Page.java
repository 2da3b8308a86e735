package dev.modeldock.server.actions.analytics;

import java.util.List;

/**
 * A page of a graph: a sentence, and below it a table or a chart of columns of the table.
 *
 * @param columns of a chart: what is named, what is measured, and of groups what the groups are
 */
record Page(Look look, String sentence, Table table, List<Integer> columns) {
    /** How figures are shown. */
    enum Look {
        TABLE,
        BARS,
        POINTS,
        GROUPS
    }

    static Page table(String sentence, Table table) {
        return new Page(Look.TABLE, sentence, table, List.of());
    }

    static Page bars(String sentence, Table table, int names, int values) {
        return new Page(Look.BARS, sentence, table, List.of(names, values));
    }

    static Page points(String sentence, Table table, int names, int values) {
        return new Page(Look.POINTS, sentence, table, List.of(names, values));
    }

    static Page groups(String sentence, Table table, List<Integer> columns) {
        return new Page(Look.GROUPS, sentence, table, columns);
    }
}
