package dev.modeldock.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.List;

/** The rules for the fields of the search for good parameters. */
final class Automl {
    private static final String ENABLED = "automl_enabled";
    private static final String UNSUPPORTED = "mal";
    /** Stored, and answered, only when they say something. */
    private static final List<String> MORE = List.of(
            "automl_max_recommendations",
            "automl_delete_intermediate_ckpt",
            "automl_R",
            "automl_nu",
            "epoch_multiplier");

    private Automl() {}

    /** What is so as long as nobody says anything. */
    static ObjectNode off() {
        return JsonNodeFactory.instance
                .objectNode()
                .put(ENABLED, false)
                .putNull("automl_algorithm")
                .putNull("metric")
                .put("automl_add_hyperparameters", "")
                .put("automl_remove_hyperparameters", "");
    }

    /** Whether a search was asked for. */
    static boolean isOn(ObjectNode settings) {
        return settings.path(ENABLED).asBoolean();
    }

    /** What is so after a request; its fields count only if it turns the search on. */
    static ObjectNode over(ObjectNode former, ObjectNode sent, String networkArch) {
        if (!sent.hasNonNull(ENABLED)) {
            return former;
        }
        if (!sent.path(ENABLED).asBoolean()) {
            return former.deepCopy().put(ENABLED, false);
        }
        if (networkArch.equals(UNSUPPORTED)) {
            throw new DockException(Problem.VALIDATION_ERROR, "automl_enabled cannot be True for unsupported network");
        }
        ObjectNode on = JsonNodeFactory.instance.objectNode().put(ENABLED, true);
        put(on, sent, "automl_algorithm", "Bayesian");
        put(on, sent, "metric", "map");
        put(on, sent, "automl_add_hyperparameters", "");
        put(on, sent, "automl_remove_hyperparameters", "");
        MORE.stream().filter(field -> saysSomething(sent.path(field))).forEach(field -> on.set(field, sent.get(field)));
        return on;
    }

    private static void put(ObjectNode on, ObjectNode sent, String field, String usual) {
        on.put(
                field,
                sent.path(field).asText("").isEmpty() ? usual : sent.path(field).asText());
    }

    private static boolean saysSomething(JsonNode value) {
        return value.isBoolean() ? value.booleanValue() : value.isNumber() && value.doubleValue() != 0;
    }
}
