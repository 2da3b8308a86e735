package dev.modeldock.actions.automl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.spi.ActionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a search goes on, as a model's settings tell it.
 *
 * @param add paths of parameters to search beside those that the schema marks
 * @param remove paths of parameters not to search
 * @param mostTrials that are made
 * @param keepsBest whether only what the best trial has written is kept
 * @param budget the epochs of the last round, in units of {@code epochsPerUnit}; for halving
 * @param share one of so many goes on to the next round, and for so many times as long; for halving
 */
public record SearchSettings(
        boolean halving,
        Metric metric,
        List<String> add,
        List<String> remove,
        int mostTrials,
        boolean keepsBest,
        int budget,
        int share,
        int epochsPerUnit) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 1000;

    /** Read them; what is not told is as in TAO 5.0.0. */
    public static SearchSettings of(JsonNode automl) throws ActionException {
        String algorithm = automl.path("automl_algorithm").asText("Bayesian");
        boolean halving = algorithm.toLowerCase(Locale.ROOT).equals("hyperband");
        if (!halving && !algorithm.toLowerCase(Locale.ROOT).equals("bayesian")) {
            throw new ActionException(
                    "There is no automl_algorithm \"" + algorithm + "\"; expected is Bayesian or HyperBand.");
        }
        return new SearchSettings(
                halving,
                new Metric(automl.path("metric").asText("map")),
                names(automl, "automl_add_hyperparameters"),
                names(automl, "automl_remove_hyperparameters"),
                number(automl, "automl_max_recommendations", 20, 1),
                automl.path("automl_delete_intermediate_ckpt").asBoolean(true),
                number(automl, "automl_R", 27, 1),
                number(automl, "automl_nu", 3, 2),
                number(automl, "epoch_multiplier", 1, 1));
    }

    private static int number(JsonNode automl, String field, int usual, int least) throws ActionException {
        int value = automl.path(field).asInt(usual);
        if (value < least || value > MOST) {
            throw new ActionException(
                    "\"" + field + "\" is " + value + "; expected is a number from " + least + " to " + MOST + ".");
        }
        return value;
    }

    /** A list, or a text that holds one as JSON or with commas between. */
    private static List<String> names(JsonNode automl, String field) throws ActionException {
        JsonNode told = automl.path(field);
        String text = told.asText("").strip();
        List<String> names = new ArrayList<>();
        try {
            JsonNode list = told.isTextual() && text.startsWith("[") ? JSON.readTree(text.replace('\'', '"')) : told;
            if (list.isArray()) {
                list.forEach(name -> names.add(name.asText()));
                return names;
            }
        } catch (JsonProcessingException e) {
            throw new ActionException(
                    "\"" + field + "\" is no list of names: expected is one such as [\"train.optim.lr\"].", e);
        }
        for (String name : text.split(",")) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        return names;
    }
}
