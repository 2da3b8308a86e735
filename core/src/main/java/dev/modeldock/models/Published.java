package dev.modeldock.models;

/**
 * What became of a new version.
 *
 * @param isNew false when the model had a version with these very files already
 * @param number the version's place among the model's, from 1
 */
public record Published(Model model, Version version, boolean isNew, int number) {}
