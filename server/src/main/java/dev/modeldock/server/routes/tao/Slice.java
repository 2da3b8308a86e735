package dev.modeldock.server.routes.tao;

import io.javalin.http.Context;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which part of a list is asked for, as Python cuts lists: first {@code skip}, then {@code size}; a negative one counts
 * from the end, and what is no whole number counts for nothing.
 */
record Slice(long from, long to) {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,1000}");
    /** Further from the start or the end of a list than any list is long. */
    private static final BigInteger BOUND = BigInteger.ONE.shiftLeft(60);

    static Slice of(Context ctx, long total) {
        return of(ctx.queryParam("skip"), ctx.queryParam("size"), total);
    }

    static Slice of(String skips, String sizes, long total) {
        long from = number(skips)
                .map(skip -> skip < 0 ? Math.max(0, total + skip) : Math.min(skip, total))
                .orElse(0L);
        long left = total - from;
        long count = number(sizes)
                .map(size -> size < 0 ? Math.max(0, left + size) : Math.min(size, left))
                .orElse(left);
        return new Slice(from, from + count);
    }

    private static Optional<Long> number(String told) {
        return Optional.ofNullable(told)
                .map(String::strip)
                .filter(text -> WHOLE.matcher(text).matches())
                .map(text -> new BigInteger(text).max(BOUND.negate()).min(BOUND).longValue());
    }
}
