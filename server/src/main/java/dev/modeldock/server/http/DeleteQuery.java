package dev.modeldock.server.http;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The query of a DELETE. Whatever is not understood is refused: nothing may be lost by a typo. */
public final class DeleteQuery {
    private static final String DRY_RUN = "dryrun";
    private static final Set<String> TRUE = Set.of("", "1", "true");
    private static final Set<String> FALSE = Set.of("0", "false");

    private DeleteQuery() {}

    /**
     * Whether the client only wants to know what would happen: {@code dryRun} alone, {@code 1} or {@code true}. Name
     * and value may be in any case.
     *
     * @throws DockException VALIDATION_ERROR for any other value, for two that differ, and for other parameters
     */
    public static boolean dryRun(Context ctx) {
        Map<String, List<String>> query = ctx.queryParamMap();
        refuseUnknown(query, Set.of(DRY_RUN), "\"dryRun\" alone is taken here");
        Set<Boolean> wanted = query.values().stream()
                .flatMap(List::stream)
                .map(DeleteQuery::flag)
                .collect(Collectors.toSet());
        if (wanted.size() > 1) {
            throw refusal("\"dryRun\" is sent as true and as false; send it once.");
        }
        return wanted.contains(true);
    }

    /** Refuse every parameter: VALIDATION_ERROR. */
    public static void none(Context ctx) {
        refuseUnknown(ctx.queryParamMap(), Set.of(), "no parameter is taken here");
    }

    private static void refuseUnknown(Map<String, ?> query, Set<String> known, String expected) {
        Set<String> unknown = new TreeSet<>(query.keySet());
        unknown.removeIf(name -> known.contains(name.toLowerCase(Locale.ROOT)));
        if (!unknown.isEmpty()) {
            String names = unknown.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
            throw refusal("Nothing was deleted: the query has " + Shown.text(names) + ", and " + expected + ".");
        }
    }

    private static boolean flag(String value) {
        String word = value.strip().toLowerCase(Locale.ROOT);
        if (!TRUE.contains(word) && !FALSE.contains(word)) {
            throw refusal("Nothing was deleted: \"dryRun\" is \"" + Shown.text(value)
                    + "\"; expected is true or false, or 1 or 0.");
        }
        return TRUE.contains(word);
    }

    private static DockException refusal(String sentence) {
        return new DockException(Problem.VALIDATION_ERROR, sentence);
    }
}
