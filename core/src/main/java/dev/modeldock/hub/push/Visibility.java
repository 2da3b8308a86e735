package dev.modeldock.hub.push;

import dev.modeldock.models.Access;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.Optional;

/**
 * Who may see a model, in the two settings that hubs have for it; what is empty stays.
 *
 * @param isPrivate whether its owner alone sees it
 * @param isGated whether its owner alone has the files
 */
public record Visibility(Optional<Boolean> isPrivate, Optional<Boolean> isGated) {
    /** What they come to. {@code CONFLICT} for a gate to what stays private, as nobody stands before it. */
    public Access of(Access now) {
        if (isPrivate.orElse(now == Access.PRIVATE)) {
            if (isPrivate.isEmpty() && isGated.orElse(false)) {
                throw new DockException(
                        Problem.CONFLICT, "The model is private, so there is nothing to gate. Make it public as well.");
            }
            return Access.PRIVATE;
        }
        return isGated.orElse(now == Access.GATED) ? Access.GATED : Access.PUBLIC;
    }
}
