package dev.modeldock.hub;

import dev.modeldock.models.FoundModel;
import dev.modeldock.models.Version;
import dev.modeldock.problems.DockException;
import java.time.Instant;

/** What came of asking a model's place upstream. */
sealed interface PullAnswer {
    /** It is being imported. */
    record Coming(Incoming incoming) implements PullAnswer {}

    /** It is here already, maybe under another name. */
    record Here(FoundModel found, Version version, Instant told) implements PullAnswer {}

    /** It cannot be had. */
    record Refused(DockException why, Instant told) implements PullAnswer {
        /** A fresh one for each who is told. */
        DockException again() {
            return new DockException(why.problem(), why.getMessage(), why.details(), why);
        }
    }
}
