package dev.modeldock.actions.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gathers key figures: of one epoch the first that is a number counts, and what is none is dropped. */
final class KpiLines {
    private final Room room;
    private final Habits habits;
    private final Map<String, SortedMap<Long, Double>> metrics = new LinkedHashMap<>();

    KpiLines(Room room, Habits habits) {
        this.room = room;
        this.habits = habits;
    }

    void accept(ObjectNode line, long epoch) {
        JsonNode told = line.path("kpi");
        boolean training =
                line.path("mode").isTextual() && line.path("mode").textValue().equals("train");
        if (training || !told.isObject()) {
            return;
        }
        boolean repeats = habits.repeatsKpi() && line.has("epoch");
        told.properties().forEach(each -> {
            JsonNode value = each.getValue();
            Double number = Values.number(value.isObject() ? value.path("value") : value);
            if (number != null) {
                keep(Values.text(each.getKey()), new Point(epoch, number), repeats);
            }
        });
    }

    private record Point(long epoch, double value) {}

    private void keep(String metric, Point point, boolean repeats) {
        SortedMap<Long, Double> values = metrics.get(metric);
        if (values == null) {
            if (room.takeName(metric) && room.takePoint()) {
                metrics.put(metric, new TreeMap<>(Map.of(point.epoch(), point.value())));
            }
            return;
        }
        // A repetition of zero is kept: so do clients know it.
        boolean repeated = repeats && point.value() != 0;
        if (!repeated && !values.containsKey(point.epoch()) && room.takePoint()) {
            values.put(point.epoch(), point.value());
        }
    }

    List<Result.Kpi> metrics() {
        return metrics.entrySet().stream()
                .map(each -> new Result.Kpi(
                        each.getKey(), Collections.unmodifiableSortedMap(new TreeMap<>(each.getValue()))))
                .toList();
    }
}
