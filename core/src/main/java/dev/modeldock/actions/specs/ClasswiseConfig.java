package dev.modeldock.actions.specs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * People set all that counts for a class in one place, {@code classwise_config}. The containers of the toolkit read it in
 * five: this moves it there.
 */
public final class ClasswiseConfig {
    private static final String FIELD = "classwise_config";

    private ClasswiseConfig() {}

    /** The spec with the settings of each class where they are read; the same where it has none. */
    public static ObjectNode spread(ObjectNode spec) {
        if (!spec.has(FIELD)) {
            return spec;
        }
        ObjectNode spread = spec.deepCopy();
        JsonNode classes = spread.remove(FIELD);
        for (JsonNode each : classes.isArray() ? classes : List.of(classes)) {
            JsonNode value = each.path("value");
            keyed(spread, "bbox_rasterizer_config.target_class_config", each, value.path("bbox_rasterizer_config"));
            keyed(spread, "postprocessing_config.target_class_config", each, each.path("postprocessing_config"));
            JsonNode evaluation = value.path("evaluation_config");
            for (String field : List.of("minimum_detection_ground_truth_overlap", "evaluation_box_config")) {
                keyed(spread, "evaluation_config." + field, each, evaluation.path(field));
            }
            if (value.path("cost_function_config") instanceof ObjectNode cost) {
                ObjectNode named = JsonNodeFactory.instance.objectNode();
                name(named, "name", each);
                add(spread, "cost_function_config.target_classes", named.setAll(cost));
            }
        }
        return spread;
    }

    private static void keyed(ObjectNode spec, String path, JsonNode each, JsonNode value) {
        if (!value.isMissingNode()) {
            ObjectNode entry = JsonNodeFactory.instance.objectNode();
            name(entry, "key", each);
            entry.set("value", value);
            add(spec, path, entry);
        }
    }

    /** While nobody has said which classes there are, there is one without a name. */
    private static void name(ObjectNode entry, String field, JsonNode each) {
        if (each.hasNonNull("key")) {
            entry.set(field, each.get("key"));
        }
    }

    private static void add(ObjectNode spec, String path, JsonNode entry) {
        if (!SpecPath.at(spec, path).isArray()) {
            SpecPath.set(spec, path, JsonNodeFactory.instance.arrayNode());
        }
        ((ArrayNode) SpecPath.at(spec, path)).add(entry);
    }
}
