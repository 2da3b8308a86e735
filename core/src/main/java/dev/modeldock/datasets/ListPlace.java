package dev.modeldock.datasets;

import dev.modeldock.database.Conditions;
import java.util.Optional;

/** Where a page of a sorted list begins: so many rows into it, or behind one that was read before. */
public record ListPlace(ListOrder order, long skipped, Optional<Listed<?>> last) {
    static ListPlace skipping(ListOrder order, long rows) {
        return new ListPlace(order, rows, Optional.empty());
    }

    static ListPlace behind(ListOrder order, Listed<?> last) {
        return new ListPlace(order, 0, Optional.of(last));
    }

    /** Rows that lie behind the one that was read before, when sorted by a column. */
    public Conditions narrow(Conditions conditions, String key) {
        last.ifPresent(row -> conditions.behind(key, order.isDescending(), row.key(), row.seq()));
        return conditions;
    }
}
