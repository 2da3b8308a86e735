package dev.modeldock.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.datasets.LabelChange;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    private static final Set<String> TEXTS =
            Set.of("automl_algorithm", "metric", "automl_add_hyperparameters", "automl_remove_hyperparameters");
    private static final Set<String> FLAGS = Set.of(ENABLED, "automl_delete_intermediate_ckpt");
    private static final Set<String> COUNTS =
            Set.of("automl_max_recommendations", "automl_R", "automl_nu", "epoch_multiplier");
    private static final int MOST = 1_000_000;

    private Automl() {}

    /** Refuse fields that are not of their type, whether they count or not; {@code null} is none. */
    static void check(ObjectNode sent) {
        for (Map.Entry<String, JsonNode> each : sent.properties()) {
            String field = each.getKey();
            JsonNode value = each.getValue();
            if (TEXTS.contains(field)) {
                require(field, value, value.isTextual(), "a text");
                LabelChange.check(field, Optional.ofNullable(value.textValue()));
            } else if (FLAGS.contains(field)) {
                require(field, value, value.isBoolean(), "true or false");
            } else if (COUNTS.contains(field)) {
                boolean count = value.isIntegralNumber()
                        && value.canConvertToInt()
                        && value.intValue() >= 0
                        && value.intValue() <= MOST;
                require(field, value, count, "a whole number from 0 to " + MOST);
            }
        }
    }

    private static void require(String field, JsonNode value, boolean good, String expected) {
        if (!good && !value.isNull()) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The field " + field + " is of the type "
                            + value.getNodeType().name().toLowerCase(Locale.ROOT) + ", or out of bounds; expected is "
                            + expected + ".",
                    Map.of("field", field));
        }
    }

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
