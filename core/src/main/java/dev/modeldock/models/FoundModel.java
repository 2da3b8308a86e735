package dev.modeldock.models;

/**
 * A model that a reference led to.
 *
 * @param byEarlierName whether the reference was a name that it had before: clients are sent to the new one
 */
public record FoundModel(Model model, boolean byEarlierName) {}
