package dev.modeldock.actions.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The points of one graph, and the frame that was told last. */
final class GraphPoints {
    /** What is told as the highest value while there is none. */
    private static final double NO_POINTS = 1e10;

    private final SortedMap<Long, Double> values = new TreeMap<>();
    private Frame frame = Frame.of(MissingNode.getInstance());

    /** What was told of the frame, already read, so that the line itself need not stay in memory; null where nothing was. */
    private record Frame(Long xMin, Long xMax, Double yMin, Double yMax, String units) {
        static Frame of(JsonNode told) {
            return new Frame(
                    unlessFalsy(told.path("x_min"), Values::whole),
                    unlessFalsy(told.path("x_max"), Values::whole),
                    unlessFalsy(told.path("y_min"), Values::number),
                    unlessFalsy(told.path("y_max"), Values::number),
                    unlessFalsy(told.path("units"), Values::text));
        }

        /** Zero, false and the empty text stand for nothing told. */
        private static <T> T unlessFalsy(JsonNode told, Function<JsonNode, T> reader) {
            boolean falsy = told.isNumber() && told.doubleValue() == 0
                    || told.isBoolean() && !told.booleanValue()
                    || told.isTextual() && told.textValue().isEmpty();
            return falsy ? null : reader.apply(told);
        }
    }

    void add(long epoch, Double value, Room room) {
        if (!values.containsKey(epoch) && room.takePoint()) {
            values.put(epoch, value);
        }
    }

    /** Take what the value tells of the frame; what an earlier one told no longer counts. */
    void frame(JsonNode value) {
        frame = Frame.of(value.isObject() ? value : MissingNode.getInstance());
    }

    Result.Graph graph(String metric) {
        double highest = values.values().stream()
                .filter(Objects::nonNull)
                .max(Double::compare)
                .orElse(NO_POINTS);
        return new Result.Graph(
                metric,
                Collections.unmodifiableSortedMap(new TreeMap<>(values)),
                new Result.Frame(
                        Objects.requireNonNullElse(frame.xMin(), 0L),
                        Objects.requireNonNullElse(frame.xMax(), (long) values.size()),
                        Objects.requireNonNullElse(frame.yMin(), 0.0),
                        Objects.requireNonNullElse(frame.yMax(), highest),
                        frame.units()));
    }
}
