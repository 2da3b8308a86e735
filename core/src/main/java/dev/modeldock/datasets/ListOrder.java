package dev.modeldock.datasets;

import java.util.Arrays;

/** How a list is sorted. Equal ones are in the order in which they were made, or its reverse. */
public enum ListOrder {
    /** Last changed first; what is meant when nothing is said. */
    DATE_DESCENDING("date-descending"),
    DATE_ASCENDING("date-ascending"),
    /** By name and version, in the order of their characters. */
    NAME_ASCENDING("name-ascending"),
    NAME_DESCENDING("name-descending");

    private final String label;

    ListOrder(String label) {
        this.label = label;
    }

    /** The order of that name; of one that nobody knows, the usual one. */
    public static ListOrder of(String name) {
        return Arrays.stream(values())
                .filter(order -> order.label.equals(name))
                .findFirst()
                .orElse(DATE_DESCENDING);
    }

    /** The same from the other end. */
    public ListOrder reversed() {
        return switch (this) {
            case DATE_DESCENDING -> DATE_ASCENDING;
            case DATE_ASCENDING -> DATE_DESCENDING;
            case NAME_ASCENDING -> NAME_DESCENDING;
            case NAME_DESCENDING -> NAME_ASCENDING;
        };
    }

    public boolean isByName() {
        return this == NAME_ASCENDING || this == NAME_DESCENDING;
    }

    public boolean isDescending() {
        return this == DATE_DESCENDING || this == NAME_DESCENDING;
    }

    /** What follows {@code order by}: by a column and, where that is equal, by another. */
    public String by(String key, String seq) {
        String direction = isDescending() ? " desc" : "";
        return key + direction + ", " + seq + direction;
    }
}
