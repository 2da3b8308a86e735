package dev.modeldock.actions.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers what is to be drawn: of one epoch the first value counts, and what is no number is a gap. Loggers repeat the
 * same object on every line, so one that was seen before says nothing new.
 */
final class GraphLines {
    private static final String PRECISION = "mean average precision";

    private final Room room;
    private final Habits habits;
    private final SeenObjects seen = new SeenObjects();
    private final Map<String, GraphPoints> metrics = new LinkedHashMap<>();

    GraphLines(Room room, Habits habits) {
        this.room = room;
        this.habits = habits;
    }

    void accept(ObjectNode line, long epoch) {
        if (!(line.path("graphical") instanceof ObjectNode told) || !seen.add(told)) {
            return;
        }
        boolean repeats = habits.repeatsPrecision() && line.has("epoch");
        told.properties().forEach(each -> {
            String metric = Values.text(each.getKey());
            JsonNode value = each.getValue();
            Double number = Values.number(value.isObject() ? value.path("value") : value);
            if (!metrics.containsKey(metric)) {
                begin(metric, epoch, number);
            } else if (counts(metric, number, repeats)) {
                metrics.get(metric).add(epoch, number, room);
            }
            if (metrics.containsKey(metric)) {
                metrics.get(metric).frame(value);
            }
        });
    }

    private void begin(String metric, long epoch, Double number) {
        boolean nothing = metric.equals(PRECISION) && (number == null || number == 0);
        if (!nothing && room.takeName(metric)) {
            GraphPoints points = new GraphPoints();
            points.add(epoch, number, room);
            metrics.put(metric, points);
        }
    }

    private static boolean counts(String metric, Double number, boolean repeats) {
        return !metric.equals(PRECISION) || number != null && (!repeats || number == 0);
    }

    List<Result.Graph> metrics() {
        return metrics.entrySet().stream()
                .map(each -> each.getValue().graph(each.getKey()))
                .toList();
    }
}
