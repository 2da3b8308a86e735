package dev.modeldock.actions.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/** The wire's form of a {@link Result}. Every name is always there, but for the two of AutoML. */
final class ResultJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ResultJson() {}

    static ObjectNode of(Result result) {
        Result.Progress progress = result.progress();
        ObjectNode json = NODES.objectNode();
        json.set("categorical", list(result.categorical(), ResultJson::categorical));
        json.put("cur_iter", progress.curIter());
        json.set("detailed_status", detailedStatus(result.detailedStatus()));
        json.put("epoch", progress.epoch());
        json.put("eta", progress.eta());
        json.set("graphical", list(result.graphical(), ResultJson::graph));
        json.set("kpi", list(result.kpi(), ResultJson::kpi));
        json.put("max_epoch", progress.maxEpoch());
        json.put("time_per_epoch", progress.timePerEpoch());
        json.put("time_per_iter", progress.timePerIter());
        return json;
    }

    static ObjectNode of(Result.AutoMl automl) {
        ObjectNode json = NODES.objectNode();
        json.set(
                "automl_result",
                list(
                        automl.results(),
                        best -> NODES.objectNode().put("metric", best.metric()).put("value", best.value())));
        json.set(
                "stats",
                list(
                        automl.stats(),
                        stat -> NODES.objectNode().put("metric", stat.metric()).put("value", stat.value())));
        return json;
    }

    private static ObjectNode detailedStatus(Result.DetailedStatus status) {
        return NODES.objectNode()
                .put("date", status.date())
                .put("message", status.message())
                .put("status", status.status())
                .put("time", status.time());
    }

    private static ObjectNode categorical(Result.Categorical metric) {
        ObjectNode json = NODES.objectNode();
        json.set(
                "category_wise_values",
                list(
                        metric.values(),
                        each -> NODES.objectNode()
                                .put("category", each.category())
                                .put("value", each.value())));
        return json.put("metric", metric.metric());
    }

    private static ObjectNode kpi(Result.Kpi kpi) {
        ObjectNode json = NODES.objectNode().put("metric", kpi.metric());
        json.set("values", points(kpi.values()));
        return json;
    }

    private static ObjectNode graph(Result.Graph graph) {
        Result.Frame frame = graph.frame();
        ObjectNode json = NODES.objectNode().put("metric", graph.metric()).put("units", frame.units());
        json.set("values", points(graph.values()));
        return json.put("x_max", frame.xMax())
                .put("x_min", frame.xMin())
                .put("y_max", frame.yMax())
                .put("y_min", frame.yMin());
    }

    private static ObjectNode points(SortedMap<Long, Double> values) {
        ObjectNode json = NODES.objectNode();
        values.forEach((epoch, value) -> json.put(Long.toString(epoch), value));
        return json;
    }

    private static <T> ArrayNode list(List<T> all, Function<T, ObjectNode> form) {
        ArrayNode json = NODES.arrayNode();
        all.forEach(each -> json.add(form.apply(each)));
        return json;
    }
}
