package dev.modeldock.server.routes.hub;

import dev.modeldock.hub.HubQuery;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Addresses;
import dev.modeldock.server.http.Shown;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How lists are handed out page by page: the next one's whole address stands in the header {@code Link}. */
final class NextPage {
    /** By what the next page is asked for where a place is told. */
    static final String CURSOR = "cursor";
    /** By what it is asked for where pages have numbers, from 0. */
    static final String NUMBER = "p";

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

    /** Which page is asked for, from 0. */
    static int number(Context ctx) {
        String text = ctx.queryParam(NUMBER);
        if (text == null || text.isBlank()) {
            return 0;
        }
        if (text.matches("\\d{1,9}")) {
            return Integer.parseInt(text);
        }
        throw new DockException(
                Problem.VALIDATION_ERROR,
                "\"p\" is " + Shown.text(text) + "; expected is the number of a page, from 0.");
    }

    /** Behind which model a list is asked for; empty for its beginning. */
    static Optional<HubQuery.Place> place(Context ctx) {
        return Optional.ofNullable(ctx.queryParam(CURSOR))
                .filter(cursor -> !cursor.isBlank())
                .map(cursor -> HubQuery.Place.of(cursor)
                        .orElseThrow(() -> new DockException(
                                Problem.VALIDATION_ERROR,
                                "\"cursor\" is " + Shown.text(cursor) + "; expected is that of a Link header.")));
    }

    /** Say where the next page is: at this very address, with another value of one parameter. */
    static void tell(Context ctx, Addresses addresses, String parameter, String place) {
        String query = ctx.queryString() == null ? "" : ctx.queryString();
        String kept = Stream.of(query.split("&"))
                .filter(each -> !each.isEmpty() && !each.startsWith(parameter + "="))
                .map(each -> each + "&")
                .collect(Collectors.joining());
        String next = ctx.req().getRequestURI() + "?" + kept + parameter + "="
                + URLEncoder.encode(place, StandardCharsets.UTF_8);
        ctx.header("Link", "<" + addresses.absolute(ctx, next) + ">; rel=\"next\"");
    }
}
