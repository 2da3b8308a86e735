package dev.modeldock.models;

import java.time.Instant;

/**
 * A named thing with an owner and versions.
 *
 * @param id {@code cm-} and a UUID; never changes
 * @param source where its first version came from, in capitals
 */
public record Model(
        String id,
        ModelName name,
        String owner,
        Access access,
        String description,
        String source,
        Instant created,
        Instant updated) {}
