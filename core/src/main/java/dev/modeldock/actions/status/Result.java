package dev.modeldock.actions.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a job has come to, as its action told it in {@code status.json}. All texts are well-formed and at most 16384
 * characters long, all numbers are finite, and all of it together is bounded, whatever the action wrote.
 *
 * @param automl is there once an {@code automl_metadata.json} was read; the wire then shows nothing else
 */
public record Result(
        DetailedStatus detailedStatus,
        Progress progress,
        List<Categorical> categorical,
        List<Kpi> kpi,
        List<Graph> graphical,
        Optional<AutoMl> automl) {
    /** The result of an action that has told nothing yet. */
    public static final Result EMPTY = new Result(
            new DetailedStatus("", "", "", ""),
            new Progress(null, null, null, null, null, null),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty());

    /** The last that was told of each; empty before. */
    public record DetailedStatus(String date, String time, String status, String message) {}

    /** The last that was told of each; null before, and when it was told to be null. */
    public record Progress(
            Long epoch, Long maxEpoch, Long curIter, String eta, String timePerEpoch, String timePerIter) {}

    /** One metric with a value for each category. */
    public record Categorical(String metric, List<CategoryValue> values) {}

    /** @param value null when what was told is no finite number */
    public record CategoryValue(String category, Double value) {}

    /** A metric with a number for each epoch (or iteration) that told one. */
    public record Kpi(String metric, SortedMap<Long, Double> values) {}

    /** A metric to be drawn: points, of which null is a gap, and the frame that they are drawn in. */
    public record Graph(String metric, SortedMap<Long, Double> values, Frame frame) {}

    /** @param units null when they are not known */
    public record Frame(long xMin, long xMax, double yMin, double yMax, String units) {}

    /** What the search for hyperparameters has come to, as {@code automl_metadata.json} tells it. */
    public record AutoMl(List<Best> results, List<Stat> stats) {}

    /** @param value null when what was told is no finite number */
    public record Best(String metric, Double value) {}

    /** One fact about the search. */
    public record Stat(String metric, String value) {}

    /** Whether the last status told is success: the action counts as done only then. */
    public boolean isSuccess() {
        return detailedStatus.status().equals("SUCCESS");
    }

    /** The categories of the first categorical metric: the classes of a dataset, after its conversion. May be empty. */
    public List<String> classes() {
        return categorical.stream()
                .limit(1)
                .flatMap(metric -> metric.values().stream())
                .map(CategoryValue::category)
                .toList();
    }

    /** As it goes over the wire, names in alphabetical order. */
    public ObjectNode toJson() {
        return automl.map(ResultJson::of).orElseGet(() -> ResultJson.of(this));
    }

    Result with(Optional<AutoMl> found) {
        return new Result(detailedStatus, progress, categorical, kpi, graphical, found);
    }
}
