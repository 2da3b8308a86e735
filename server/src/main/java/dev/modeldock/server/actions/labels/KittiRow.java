package dev.modeldock.server.actions.labels;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One row of a KITTI label file: columns with white space between. Columns 1 to 15 are type, truncated, occluded, alpha,
 * the box (left, top, right, bottom), three dimensions, three of a location, rotation; a 16th is a score.
 */
public record KittiRow(List<String> columns) {
    private static final int BOX = 4;

    /** Java knows more forms, such as {@code 1f} and {@code 0x1p3}; labels do not. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");

    public KittiRow {
        columns = List.copyOf(columns);
    }

    /** A line that is not blank. */
    public static KittiRow of(String line) {
        return new KittiRow(List.of(line.strip().split("\\s+")));
    }

    /** The class of the object. */
    public String type() {
        return columns.get(0);
    }

    /** Whether it has as many columns as a label, with a score or without. */
    public boolean isComplete() {
        return columns.size() == 15 || columns.size() == 16;
    }

    /**
     * Left, top, right and bottom.
     *
     * @throws NumberFormatException where one of them is missing or no finite number
     */
    public Box box() {
        return new Box(number(BOX), number(BOX + 1), number(BOX + 2), number(BOX + 3));
    }

    /** The number in a column, from 0; {@link NumberFormatException} as for the box. */
    public double number(int column) {
        if (column >= columns.size()) {
            throw new NumberFormatException("There is no column " + (column + 1) + ".");
        }
        if (!NUMBER.matcher(columns.get(column)).matches()) {
            throw new NumberFormatException(columns.get(column) + " is no finite number.");
        }
        double value = Double.parseDouble(columns.get(column));
        if (!Double.isFinite(value)) {
            throw new NumberFormatException(columns.get(column) + " is not finite.");
        }
        return value;
    }
}
