package dev.modeldock.database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/**
 * What rows must fulfil, each part of it only when it is asked for: an index serves {@code a = :a}, and never {@code :a is
 * null or a = :a}. Columns are written by the program, values by anybody.
 */
public final class Conditions {
    private final List<String> parts = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    public Conditions equal(String column, Object value) {
        return equal(column, Optional.of(value));
    }

    /** Nothing when there is no value. */
    public Conditions equal(String column, Optional<?> value) {
        value.ifPresent(given -> {
            parts.add(column + " = :" + column);
            values.put(column, given);
        });
        return this;
    }

    /** Behind a row, in the order of a column and, where that is equal, of {@code seq}. */
    public Conditions behind(String column, boolean descending, Object key, long seq) {
        parts.add("(" + column + ", seq) " + (descending ? "<" : ">") + " (:lastKey, :lastSeq)");
        values.put("lastKey", key);
        values.put("lastSeq", seq);
        return this;
    }

    public String where() {
        return " where " + (parts.isEmpty() ? "true" : String.join(" and ", parts));
    }

    public Query bind(Query query) {
        return query.bindMap(values);
    }
}
