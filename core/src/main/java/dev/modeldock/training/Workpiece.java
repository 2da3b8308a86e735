package dev.modeldock.training;

import dev.modeldock.actions.catalogue.Chaining;
import java.util.List;

/**
 * A dataset or a model that actions are done on.
 *
 * @param id its UUID
 * @param kind its architecture, or the type of the dataset
 * @param format of the dataset; empty for a model
 * @param actions what can be done with it
 * @param automl whether a training of it is a search for good parameters
 * @param chaining which of these follow which
 */
public record Workpiece(
        String id, String owner, String kind, String format, List<String> actions, boolean automl, Chaining chaining) {}
