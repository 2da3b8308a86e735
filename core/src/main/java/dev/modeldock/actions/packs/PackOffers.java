package dev.modeldock.actions.packs;

import java.util.Optional;

/** What could be installed to do an action that nobody here does. The program that embeds the dock knows, the dock does not. */
@FunctionalInterface
public interface PackOffers {
    /** Nothing can be. */
    PackOffers NONE = (kind, action) -> Optional.empty();

    /**
     * A sentence for people that names what would do such an action, and how it is installed.
     *
     * @param kind the architecture of a model, or the type of a dataset
     */
    Optional<String> of(String kind, String action);
}
