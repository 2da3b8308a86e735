package dev.modeldock.server.routes.hub;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Addresses;
import dev.modeldock.server.http.Shown;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How lists are handed out page by page: the next one's whole address stands in the header {@code Link}. */
final class NextPage {
    private static final String CURSOR = "cursor";

    private NextPage() {}

    /** How many are on a page: as many as are asked for, up to a bound. */
    static int limit(Context ctx, int most) {
        String text = ctx.queryParam("limit");
        if (text == null || text.isBlank()) {
            return most;
        }
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) > 0) {
            return Math.min(most, Integer.parseInt(text));
        }
        throw new DockException(
                Problem.VALIDATION_ERROR,
                "\"limit\" is " + Shown.text(text) + "; expected is a whole number from 1 to " + most + ".");
    }

    /** Say where the next page is: at this very address, behind a place. */
    static void tell(Context ctx, Addresses addresses, String place) {
        String query = ctx.queryString() == null ? "" : ctx.queryString();
        String kept = Stream.of(query.split("&"))
                .filter(each -> !each.isEmpty() && !each.startsWith(CURSOR + "="))
                .map(each -> each + "&")
                .collect(Collectors.joining());
        String next = ctx.req().getRequestURI() + "?" + kept + CURSOR + "="
                + URLEncoder.encode(place, StandardCharsets.UTF_8);
        ctx.header("Link", "<" + addresses.absolute(ctx, next) + ">; rel=\"next\"");
    }
}
