package dev.modeldock.actions.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes a result of lines, one after the other. Memory is bounded, however many come. */
final class StatusLines {
    private final Room room = new Room();
    private final Habits habits;
    private final CategoricalLines categorical = new CategoricalLines(room);
    private final KpiLines kpi;
    private final GraphLines graphical;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();
    private long lastEpoch = -1;

    StatusLines(String network) {
        habits = Habits.of(network);
        kpi = new KpiLines(room, habits);
        graphical = new GraphLines(room, habits);
    }

    void accept(ObjectNode line) {
        for (String name : new String[] {"date", "time", "status", "message"}) {
            keepText(name, line, false);
        }
        noteEpoch(line.path("epoch"));
        if (habits.countsIterations()) {
            noteEpoch(line.path("cur_iter"));
        }
        categorical.accept(line);
        kpi.accept(line, lastEpoch);
        graphical.accept(line, lastEpoch);
        for (String name : new String[] {"epoch", "max_epoch", "cur_iter"}) {
            keepCount(name, line);
        }
        for (String name : new String[] {"eta", "time_per_epoch", "time_per_iter"}) {
            keepText(name, line, true);
        }
    }

    private void noteEpoch(JsonNode told) {
        Long epoch = Values.whole(told);
        lastEpoch = epoch == null ? lastEpoch : epoch;
    }

    /** What is of no use (an object, say) is passed over, so that it hides nothing that was known. */
    private void keepText(String name, ObjectNode line, boolean canBeNull) {
        JsonNode told = line.path(name);
        String text = Values.text(told);
        if (text != null || canBeNull && told.isNull()) {
            texts.put(name, text);
        }
    }

    private void keepCount(String name, ObjectNode line) {
        JsonNode told = line.path(name);
        Long count = Values.whole(told);
        if (count != null || told.isNull()) {
            counts.put(name, count);
        }
    }

    Result result() {
        return new Result(
                new Result.DetailedStatus(last("date"), last("time"), last("status"), last("message")),
                new Result.Progress(
                        counts.get("epoch"),
                        counts.get("max_epoch"),
                        counts.get("cur_iter"),
                        texts.get("eta"),
                        texts.get("time_per_epoch"),
                        texts.get("time_per_iter")),
                categorical.metrics(),
                kpi.metrics(),
                graphical.metrics(),
                Optional.empty());
    }

    private String last(String name) {
        return texts.getOrDefault(name, "");
    }
}
