package dev.modeldock.training;

import dev.modeldock.models.Model;
import java.time.Instant;

/**
 * A model and what it is for those who train it.
 *
 * @param modified when something about it was set last
 */
public record TrainableModel(Model model, ModelSettings settings, Instant modified) {
    private static final String PREFIX = "cm-";

    /** The UUID in the model's id. */
    public String uuid() {
        return uuid(model);
    }

    static String uuid(Model model) {
        return model.id().substring(PREFIX.length());
    }

    /** The model's id for a UUID. */
    static String modelId(String uuid) {
        return PREFIX + uuid;
    }
}
