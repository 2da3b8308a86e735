package dev.modeldock.server.http;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which part of a list is asked for: {@code page} from 1, {@code size} up to 100. */
public record Paging(int page, int size) {
    private static final int DEFAULT_SIZE = 20;
    private static final int MOST = 100;

    /** Read both; {@code VALIDATION_ERROR} when one is out of bounds. */
    public static Paging of(Context ctx) {
        return new Paging(number(ctx, "page", 1, Integer.MAX_VALUE), number(ctx, "size", DEFAULT_SIZE, MOST));
    }

    private static int number(Context ctx, String name, int otherwise, int most) {
        String text = ctx.queryParam(name);
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new DockException(
                Problem.VALIDATION_ERROR,
                "\"" + name + "\" is " + Shown.text(text) + "; expected is a whole number from 1"
                        + (most == MOST ? " to " + MOST : "") + ".");
    }

    /** How many items come before. */
    public long offset() {
        return (page - 1L) * size;
    }

    /** The answer's shape, the same for all lists. */
    public Map<String, Object> answer(List<?> items, long total) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("page", page);
        answer.put("size", size);
        answer.put("total", total);
        answer.put("items", items);
        return answer;
    }
}
