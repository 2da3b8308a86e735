package dev.modeldock.server.actions.labels;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One row of a KITTI label file: columns with white space between. Columns 1 to 15 are type, truncated, occluded, alpha,
 * the box (left, top, right, bottom), three dimensions, three of a location, rotation; a 16th is a score.
 */
public record KittiRow(List<String> columns) {
    /** A label has so many, and may have a score behind. */
    public static final int COLUMNS = 15;

    private static final int BOX = 4;
    private static final int LONGEST_CLASS = 200;

    /** Java knows more forms, such as {@code 1f} and {@code 0x1p3}; labels do not. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");

    public KittiRow {
        columns = List.copyOf(columns);
    }

    /** A line that is not blank. Of too many columns the last holds all the rest. */
    public static KittiRow of(String line) {
        return new KittiRow(List.of(line.strip().split("\\s+", COLUMNS + 3)));
    }

    /** The class of the object. */
    public String type() {
        return columns.get(0);
    }

    /** Why it is no label, as the end of a sentence; empty when it is one. */
    public Optional<String> fault() {
        if (columns.size() < COLUMNS || columns.size() > COLUMNS + 1) {
            return Optional.of("it has " + (columns.size() > COLUMNS + 2 ? "more than 17" : columns.size())
                    + " columns; expected are 15, or 16 with a score");
        }
        if (type().length() > LONGEST_CLASS) {
            return Optional.of("its class has more than " + LONGEST_CLASS + " letters");
        }
        for (int column = 1; column < columns.size(); column++) {
            if (!isNumber(columns.get(column))) {
                return Optional.of(
                        "column " + (column + 1) + " is \"" + shown(columns.get(column)) + "\"; expected is a number");
            }
        }
        return Optional.empty();
    }

    private static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches() && Math.abs(Double.parseDouble(text)) <= Box.FARTHEST;
    }

    private static String shown(String text) {
        return text.length() > LONGEST_CLASS ? text.substring(0, LONGEST_CLASS) + "…" : text;
    }

    /**
     * Left, top, right and bottom.
     *
     * @throws NumberFormatException where one of them is missing or no number
     */
    public Box box() {
        return new Box(number(BOX), number(BOX + 1), number(BOX + 2), number(BOX + 3));
    }

    /** The number in a column, from 0; {@link NumberFormatException} as for the box. */
    public double number(int column) {
        if (column >= columns.size() || !isNumber(columns.get(column))) {
            throw new NumberFormatException("There is no number in column " + (column + 1) + ".");
        }
        return Double.parseDouble(columns.get(column));
    }
}
