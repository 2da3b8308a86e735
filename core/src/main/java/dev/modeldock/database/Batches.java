package dev.modeldock.database;

import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** One statement for very many items, in memory that does not grow with their number. */
public final class Batches {
    private static final int SIZE = 500;

    private Batches() {}

    /** Run the statement once for each item, with the values that {@code bind} gives it. */
    public static <T> void each(Handle handle, String sql, Iterable<T> items, BiConsumer<PreparedBatch, T> bind) {
        try (PreparedBatch batch = handle.prepareBatch(sql)) {
            for (T item : items) {
                bind.accept(batch, item);
                batch.add();
                if (batch.size() == SIZE) {
                    batch.execute();
                }
            }
            if (batch.size() > 0) {
                batch.execute();
            }
        }
    }
}
