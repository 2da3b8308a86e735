package dev.modeldock.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.datasets.LabelChange;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an owner says anew; what is empty stays as it was.
 *
 * @param labels name, description, version and logo
 * @param references for each role that is told, the ids; an empty list clears it
 * @param automl the fields of the search for good parameters that were sent
 */
public record SettingsChange(
        LabelChange labels,
        Optional<String> networkArch,
        Optional<String> ngcPath,
        Optional<String> encryptionKey,
        Optional<Boolean> readOnly,
        Optional<Boolean> isPublic,
        Map<Role, List<String>> references,
        ObjectNode automl) {
    /** Check what is to be kept; {@code VALIDATION_ERROR} names the field that is wrong. */
    public SettingsChange {
        LabelChange.check("ngc_path", ngcPath);
        LabelChange.check("encryption_key", encryptionKey);
        encryptionKey.filter(key -> key.indexOf(0) >= 0).ifPresent(key -> {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The field encryption_key holds the character NUL, with which it cannot be handed to a command.",
                    Map.of("field", "encryption_key"));
        });
        Automl.check(automl);
    }

    /** Whether the model's date changes with it; that of references alone does not. */
    boolean dates() {
        return !labels.isEmpty()
                || ngcPath.isPresent()
                || encryptionKey.isPresent()
                || readOnly.isPresent()
                || isPublic.isPresent();
    }
}
