package dev.modeldock.tools;

import java.time.Instant;

/**
 * A tool that was imported from its definitions.
 *
 * @param id {@code a-} and a UUID
 * @param name unique among its owner's tools, whatever the case of its letters
 * @param current the number of the version that is exported when nobody asks for another
 */
public record Tool(String id, String owner, String name, int current, Instant created, Instant updated) {}
