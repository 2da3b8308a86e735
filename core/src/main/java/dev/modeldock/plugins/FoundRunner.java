package dev.modeldock.plugins;

import dev.modeldock.spi.ActionRunner;
import java.util.Optional;

/**
 * A runner of actions that a plug-in brings.
 *
 * @param runner empty when it cannot be used
 * @param fault why it cannot, or empty
 */
public record FoundRunner(String id, String location, Optional<ActionRunner> runner, String fault) {}
