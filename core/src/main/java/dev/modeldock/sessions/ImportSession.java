package dev.modeldock.sessions;

import java.time.Instant;

/**
 * A chunked upload under way.
 *
 * @param modelId announced at the start; valid once the import is published
 * @param jobId the job that imports it, or empty before it is completed
 */
public record ImportSession(
        String id, String modelId, String user, SessionState state, NewSession wish, String jobId, Instant expires) {}
