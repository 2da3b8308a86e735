package dev.modeldock.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceFailuresTest {
    @Test
    void eachReasonHasItsProblem() {
        Map<Reason, Problem> problems = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            problems.put(
                    reason,
                    SourceFailures.toDock("s", new SourceException(reason, "No"))
                            .problem());
        }
        assertEquals(
                Map.of(
                        Reason.NOT_FOUND, Problem.NOT_FOUND,
                        Reason.NO_MODEL, Problem.NO_VALID_MODEL,
                        Reason.DENIED, Problem.FORBIDDEN,
                        Reason.GATED, Problem.GATED,
                        Reason.RATE_LIMITED, Problem.UPSTREAM_LIMITED,
                        Reason.UNREACHABLE, Problem.UPSTREAM_UNREACHABLE,
                        Reason.REFUSED, Problem.VALIDATION_ERROR,
                        Reason.BROKEN, Problem.UPSTREAM_BROKEN),
                problems);
    }

    @Test
    void onlyWhatCanPassIsWorthAnotherTry() {
        EnumSet<Reason> worth = EnumSet.noneOf(Reason.class);
        for (Reason reason : Reason.values()) {
            if (SourceFailures.worthRetrying(new SourceException(reason, "No"))) {
                worth.add(reason);
            }
        }
        assertEquals(EnumSet.of(Reason.RATE_LIMITED, Reason.UNREACHABLE), worth);
    }

    @Test
    void theMessageBecomesASentenceAndTheWaitADetail() {
        DockException told =
                SourceFailures.toDock("hub", SourceException.rateLimited("Too many\nrequests", Duration.ofSeconds(7)));
        assertEquals("Too many requests.", told.getMessage());
        assertEquals(Map.of("source", "hub", "retryAfterSeconds", 7L), told.details());
    }

    @Test
    void whatTheDockItselfRefusedKeepsItsCode() {
        DockException own = new DockException(Problem.TOO_LARGE, "It unpacks to too much.");
        SourceException through = new SourceException(Reason.REFUSED, own.getMessage(), own);
        assertEquals(Problem.TOO_LARGE, SourceFailures.toDock("local", through).problem());
    }
}
