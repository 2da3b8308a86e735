package dev.modeldock.training;

import java.util.List;
import java.util.Optional;

/**
 * Actions that are to be done one after the other.
 *
 * @param parent the job whose results they go on from
 */
public record ActionWish(Optional<String> parent, List<String> actions) {
    public ActionWish {
        actions = List.copyOf(actions);
    }
}
