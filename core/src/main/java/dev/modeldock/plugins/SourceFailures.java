package dev.modeldock.plugins;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.SourceException;
import java.util.Map;
import java.util.TreeMap;

/** The one place where a source's no becomes the dock's. */
public final class SourceFailures {
    private SourceFailures() {}

    /**
     * The dock's exception for a source's. Details hold {@code source} and, where the source told it,
     * {@code retryAfterSeconds}.
     */
    public static DockException toDock(String sourceId, SourceException failure) {
        Map<String, Object> details = new TreeMap<>();
        details.put("source", sourceId);
        failure.retryAfter().ifPresent(wait -> details.put("retryAfterSeconds", Math.max(0, wait.toSeconds())));
        return new DockException(problem(failure), Faults.sentence(failure.getMessage()), details, failure);
    }

    /** Whether another try later may go well. */
    public static boolean worthRetrying(SourceException failure) {
        return switch (failure.reason()) {
            case RATE_LIMITED, UNREACHABLE -> true;
            case NOT_FOUND, NO_MODEL, DENIED, GATED, REFUSED, BROKEN -> false;
        };
    }

    private static Problem problem(SourceException failure) {
        // What the host itself refused while it served the source (an archive, say) keeps its own, finer code.
        if (failure.getCause() instanceof DockException own) {
            return own.problem();
        }
        return switch (failure.reason()) {
            case NOT_FOUND -> Problem.NOT_FOUND;
            case NO_MODEL -> Problem.NO_VALID_MODEL;
            case DENIED -> Problem.FORBIDDEN;
            case GATED -> Problem.GATED;
            case RATE_LIMITED -> Problem.UPSTREAM_LIMITED;
            case UNREACHABLE -> Problem.UPSTREAM_UNREACHABLE;
            case REFUSED -> Problem.VALIDATION_ERROR;
            case BROKEN -> Problem.UPSTREAM_BROKEN;
        };
    }
}
