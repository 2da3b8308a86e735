package dev.modeldock.actions.specs;

/**
 * Why a spec does not follow its schema.
 *
 * @param path where, as a JSON Pointer; empty for the whole spec
 * @param reason what was found and what was expected
 */
public record Fault(String path, String reason) {}
