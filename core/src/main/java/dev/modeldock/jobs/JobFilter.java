package dev.modeldock.jobs;

import java.time.Instant;
import java.util.Optional;

/**
 * Which jobs are asked for.
 *
 * @param user only this user's, or empty for everybody's
 * @param since only those made at that instant or later
 */
public record JobFilter(
        Optional<String> user,
        Optional<JobKind> kind,
        Optional<JobState> state,
        Optional<String> source,
        Optional<Instant> since) {}
