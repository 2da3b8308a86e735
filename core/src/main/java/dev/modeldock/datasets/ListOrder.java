package dev.modeldock.datasets;

import java.util.Arrays;

/** How a list is sorted. */
public enum ListOrder {
    /** Last changed first; what is meant when nothing is said. */
    DATE_DESCENDING("date-descending", "modified_at desc, seq desc"),
    DATE_ASCENDING("date-ascending", "modified_at, seq"),
    /** By name and version, in the order of their characters. */
    NAME_ASCENDING("name-ascending", "(name || ':' || version), seq"),
    NAME_DESCENDING("name-descending", "(name || ':' || version) desc, seq desc");

    private final String label;
    private final String sql;

    ListOrder(String label, String sql) {
        this.label = label;
        this.sql = sql;
    }

    /** The order of that name; of one that nobody knows, the usual one. */
    public static ListOrder of(String name) {
        return Arrays.stream(values())
                .filter(order -> order.label.equals(name))
                .findFirst()
                .orElse(DATE_DESCENDING);
    }

    String sql() {
        return sql;
    }
}
