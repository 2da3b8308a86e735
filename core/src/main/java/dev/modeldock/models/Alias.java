package dev.modeldock.models;

/**
 * A movable name of a version.
 *
 * @param commit of the version
 * @param isTag whether it was made as a tag; else it is a branch
 */
public record Alias(String name, String commit, boolean isTag) {}
