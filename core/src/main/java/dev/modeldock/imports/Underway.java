package dev.modeldock.imports;

import dev.modeldock.jobs.Job;
import dev.modeldock.spi.Snapshot;

/**
 * An import from a source that has not ended, of one model with all its files.
 *
 * @param name of the model, as it will be called here
 * @param allowUnsafe whether dangerous pickles are taken
 */
public record Underway(Job job, Snapshot snapshot, String name, boolean allowUnsafe) {}
