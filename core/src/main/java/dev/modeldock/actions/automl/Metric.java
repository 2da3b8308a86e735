package dev.modeldock.actions.automl;

import dev.modeldock.actions.status.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What a search wants much of; of a loss or an error, little.
 *
 * @param name as the model's settings tell it: {@code kpi} and {@code map} are whatever its training tells of that kind
 */
public record Metric(String name) {
    private static final List<String> SMALL_IS_GOOD = List.of("loss", "error", "rmse", "perplexity");
    private static final List<String> QUALITIES = List.of("map", "mean average precision", "miou", "acc", "kpi", "f1");

    private record Told(String metric, SortedMap<Long, Double> values) {}

    /** Its best value of a training. */
    public Optional<Double> best(Result result) {
        return chosen(result)
                .flatMap(told -> told.values().values().stream()
                        .filter(value -> value != null)
                        .max(order(told.metric())));
    }

    /** Which scores are better, for whoever has no name of what was told. */
    public Comparator<Double> order() {
        return order(name);
    }

    private Comparator<Double> order(String told) {
        Comparator<Double> much = Comparator.naturalOrder();
        return isSmallGood(told) ? much.reversed() : much;
    }

    /** Whether little of it is good. */
    public boolean isSmallGood() {
        return isSmallGood(name);
    }

    private static boolean isSmallGood(String told) {
        String lower = told.toLowerCase(Locale.ROOT);
        return SMALL_IS_GOOD.stream().anyMatch(lower::contains);
    }

    private Optional<Told> chosen(Result result) {
        List<Told> all = all(result);
        Optional<Told> named = all.stream()
                .filter(told -> told.metric().equalsIgnoreCase(name))
                .findFirst();
        return named.isPresent() || !(name.equalsIgnoreCase("kpi") || name.equalsIgnoreCase("map"))
                ? named
                : quality(all);
    }

    /** The first word for a quality that is told, else the first that is no loss. */
    private static Optional<Told> quality(List<Told> all) {
        for (String word : QUALITIES) {
            Optional<Told> found = all.stream()
                    .filter(told -> told.metric().toLowerCase(Locale.ROOT).contains(word))
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return all.stream().filter(told -> !isSmallGood(told.metric())).findFirst();
    }

    private static List<Told> all(Result result) {
        List<Told> all = new ArrayList<>();
        result.kpi().forEach(each -> all.add(new Told(each.metric(), each.values())));
        result.graphical().forEach(each -> all.add(new Told(each.metric(), each.values())));
        return all;
    }

    /** Why a training that told no such thing is of no use to the search. */
    public String missing(Result result) {
        String told =
                all(result).stream().map(Told::metric).distinct().limit(10).collect(Collectors.joining(", "));
        return "It told no number of the metric \"" + name + "\" in kpi or graphical; it told "
                + (told.isEmpty() ? "none" : told) + ".";
    }
}
