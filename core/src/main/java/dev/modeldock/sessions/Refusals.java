package dev.modeldock.sessions;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.Map;

/** What is told when a session is not what it was taken for. */
final class Refusals {
    private Refusals() {}

    static DockException notFound(String id) {
        return new DockException(
                Problem.NOT_FOUND,
                "There is no import session " + id + ". Start one at /api/public/files/session/start.");
    }

    static DockException expired(ImportSession session) {
        return new DockException(
                Problem.SESSION_EXPIRED,
                "The session expired at " + session.expires() + " and its chunks are deleted. Start a new one.",
                Map.of("expirationDate", session.expires().toString()));
    }

    static DockException completed(ImportSession session) {
        return new DockException(
                Problem.CONFLICT,
                "The session is completed; "
                        + (session.bringsModel()
                                ? "its job is ds-" + session.jobId()
                                : "its file is " + session.fileId())
                        + ". Start a new session for another file.");
    }

    static DockException aborted() {
        return new DockException(Problem.CONFLICT, "The session was given up. Start a new one.");
    }

    static DockException stillToCome(String modelId) {
        return new DockException(
                Problem.NOT_READY,
                "The model " + modelId
                        + " is still being imported. Complete its session, wait for the dock status"
                        + " SUCCESS, and ask again.");
    }

    static DockException noModel(String modelId, boolean announced) {
        return new DockException(
                Problem.NOT_FOUND,
                "There is no model \"" + modelId + "\"" + (announced ? ": its import did not succeed." : ".")
                        + " Check the id, or list the models.");
    }

    static void requireAtMost(String field, long found, long most) {
        if (found > most) {
            throw new DockException(
                    Problem.TOO_LARGE,
                    "\"" + field + "\" is " + found + "; this dock takes at most " + most + ".",
                    Map.of("field", field, "most", most));
        }
    }

    static DockException tooManyOpen(int most) {
        return new DockException(
                Problem.RATE_LIMITED,
                "You have " + most
                        + " import sessions open, which is the most at once. Complete or give up some of them.",
                Map.of("maxOpen", most));
    }
}
