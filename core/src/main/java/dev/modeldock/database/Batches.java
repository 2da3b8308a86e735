package dev.modeldock.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** One statement for very many items, in memory that does not grow with their number. */
public final class Batches {
    private static final int SIZE = 500;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Batches() {}

    /**
     * Hand many texts on as JSON arrays, each for one statement with {@code json_each}: where a row needs no more than a
     * text, that costs a fraction of a statement for each.
     */
    public static void arrays(Iterable<String> texts, Consumer<String> array) {
        List<String> page = new ArrayList<>(SIZE);
        for (String text : texts) {
            page.add(text);
            if (page.size() == SIZE) {
                array.accept(json(page));
                page.clear();
            }
        }
        if (!page.isEmpty()) {
            array.accept(json(page));
        }
    }

    private static String json(List<String> texts) {
        try {
            return JSON.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Any texts can be written as JSON", e);
        }
    }

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
