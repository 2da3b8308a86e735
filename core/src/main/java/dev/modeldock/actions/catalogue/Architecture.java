package dev.modeldock.actions.catalogue;

import java.util.List;

/**
 * What the catalogue knows of a network, or of a data service that is used like one.
 *
 * @param name the canonical spelling
 * @param datasetType the only type of datasets that its models take
 * @param actions in the order in which clients are told of them
 * @param backend how its containers read a spec
 * @param classwise whether the defaults of its specs name the classes of the training data
 * @param image where its actions run
 * @param chaining which of its actions follow which
 */
public record Architecture(
        String name,
        String datasetType,
        List<String> actions,
        Backend backend,
        boolean classwise,
        Image image,
        Chaining chaining) {
    public Architecture {
        actions = List.copyOf(actions);
    }
}
