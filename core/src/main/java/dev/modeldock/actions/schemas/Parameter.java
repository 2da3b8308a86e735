package dev.modeldock.actions.schemas;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One row of a table: what is known of a parameter of an action. Cells are as they stand in the table. */
record Parameter(Map<String, String> cells) {
    static final String ACTION = "action";
    static final String FORMAT = "format";
    static final String PATH = "parameter";
    static final String TYPE = "value_type";
    static final String DEFAULT = "default";
    static final String MINIMUM = "minimum";
    static final String MAXIMUM = "maximum";
    static final String OPTIONS = "options";

    Parameter {
        cells = Map.copyOf(cells);
    }

    String action() {
        return cell(ACTION);
    }

    String format() {
        return cell(FORMAT);
    }

    /** Names with dots between, from the outermost inwards. */
    String path() {
        return cell(PATH);
    }

    ValueType type() {
        return ValueType.of(cell(TYPE))
                .orElseThrow(() -> new IllegalStateException("'" + cell(TYPE) + "' of " + path() + " is no type"));
    }

    boolean isRequired() {
        return cell("required").equalsIgnoreCase("yes");
    }

    boolean isPopular() {
        return cell("popular").equalsIgnoreCase("yes");
    }

    /** Whether a search for good values tries others unless told otherwise. */
    boolean isTuned() {
        return cell("automl").equalsIgnoreCase("true");
    }

    /** The options, without spaces; {@code ''} stands for the empty text. */
    List<String> options() {
        String joined = cell(OPTIONS).replace(" ", "");
        return joined.isEmpty()
                ? List.of()
                : Arrays.stream(joined.split(","))
                        .map(option -> option.equals("''") ? "" : option)
                        .distinct()
                        .toList();
    }

    String cell(String column) {
        return cells.getOrDefault(column, "");
    }

    /** This row with another value in one cell. */
    Parameter with(String column, String value) {
        Map<String, String> changed = new HashMap<>(cells);
        changed.put(column, value);
        return new Parameter(changed);
    }

    /** This row and an earlier one of the same parameter: what this one leaves open is as the earlier one says. */
    Parameter over(Parameter earlier) {
        Map<String, String> both = new HashMap<>(earlier.cells);
        cells.forEach((column, value) -> {
            if (!value.isEmpty()) {
                both.put(column, value);
            }
        });
        return new Parameter(both);
    }
}
