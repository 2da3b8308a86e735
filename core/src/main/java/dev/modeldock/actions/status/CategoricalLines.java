package dev.modeldock.actions.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Gathers values by category. A metric that is told again replaces what was told before, at its old place. */
final class CategoricalLines {
    private final Room room;
    private final Map<String, List<Result.CategoryValue>> metrics = new LinkedHashMap<>();

    CategoricalLines(Room room) {
        this.room = room;
    }

    void accept(ObjectNode line) {
        JsonNode told = line.path("categorical");
        if (!told.isObject() || !StreamSupport.stream(told.spliterator(), false).allMatch(JsonNode::isObject)) {
            return;
        }
        told.properties().forEach(each -> replace(Values.text(each.getKey()), each.getValue()));
    }

    private void replace(String metric, JsonNode categories) {
        List<Result.CategoryValue> before = metrics.get(metric);
        if (before == null && !room.takeName(metric)) {
            return;
        }
        if (before != null) {
            before.forEach(each -> room.giveBackName(each.category()));
        }
        List<Result.CategoryValue> values = new ArrayList<>();
        categories.properties().forEach(each -> {
            String category = Values.text(each.getKey());
            if (room.takeName(category)) {
                values.add(new Result.CategoryValue(category, Values.number(each.getValue())));
            }
        });
        metrics.put(metric, List.copyOf(values));
    }

    List<Result.Categorical> metrics() {
        return metrics.entrySet().stream()
                .map(each -> new Result.Categorical(each.getKey(), each.getValue()))
                .toList();
    }
}
