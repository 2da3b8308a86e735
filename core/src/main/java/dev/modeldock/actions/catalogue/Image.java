package dev.modeldock.actions.catalogue;

import java.util.Optional;
import java.util.Set;

/**
 * Which container image of the toolkit an action wants, as a name without a registry.
 *
 * @param usual where the actions of an architecture run
 * @param deploy where engines are built and used
 * @param deployed the actions that build an engine
 */
public record Image(String usual, String deploy, Set<String> deployed) {
    public Image {
        deployed = Set.copyOf(deployed);
    }

    /** The image for an action; what follows the building of an engine runs where the engine does. */
    public String of(String action, Optional<String> parentAction) {
        boolean engine = deployed.contains(action)
                || parentAction.filter(deployed::contains).isPresent();
        return engine ? deploy : usual;
    }
}
