package dev.modeldock.server.routes.tao;

import io.javalin.http.Context;
import java.util.Optional;

/**
 * Which part of a list is asked for, as Python cuts lists: first {@code skip}, then {@code size}; a negative one counts
 * from the end, and what is no whole number counts for nothing.
 */
record Slice(long from, long to) {
    static Slice of(Context ctx, long total) {
        long from = number(ctx, "skip")
                .map(skip -> skip < 0 ? Math.max(0, total + skip) : Math.min(skip, total))
                .orElse(0L);
        long left = total - from;
        long count = number(ctx, "size")
                .map(size -> size < 0 ? Math.max(0, left + size) : Math.min(size, left))
                .orElse(left);
        return new Slice(from, from + count);
    }

    private static Optional<Long> number(Context ctx, String name) {
        return Optional.ofNullable(ctx.queryParam(name))
                .map(String::strip)
                .filter(text -> text.matches("[+-]?\\d{1,15}"))
                .map(Long::valueOf);
    }
}
