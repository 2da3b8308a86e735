package dev.modeldock.jobs;

import dev.modeldock.jobs.Job.JobFailure;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed attempt means: what to tell, and whether another one may help. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** What to tell people of it. The cause of a fault of ours goes to the log, under a reference. */
    public static JobFailure of(Throwable cause) {
        if (cause instanceof DockException dock) {
            return new JobFailure(dock.problem(), dock.getMessage());
        }
        if (isDiskFull(cause)) {
            return new JobFailure(
                    Problem.INSUFFICIENT_STORAGE,
                    "The disk is full. Delete models, or give the dock more room, and try again.");
        }
        String reference = UUID.randomUUID().toString();
        LOG.error("Fault {}", reference, cause);
        return new JobFailure(
                Problem.SERVER_ERROR,
                "Something failed inside the dock; its log has the cause under " + reference + ".");
    }

    /** When a remote place asked to be left alone, for how many milliseconds. */
    static Optional<Long> retryAfter(Throwable cause) {
        return cause instanceof DockException dock && dock.details().get("retryAfterSeconds") instanceof Long seconds
                ? Optional.of(seconds * 1_000)
                : Optional.empty();
    }

    /** Whether the system said that the disk, or the quota on it, has no room left. */
    public static boolean isDiskFull(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            String said = at instanceof FileSystemException file ? file.getReason() : at.getMessage();
            String text = said == null ? "" : said.toLowerCase(Locale.ROOT);
            if (at instanceof java.io.IOException
                    && (text.contains("no space left")
                            || text.contains("quota exceeded")
                            || text.contains("not enough space"))) {
                return true;
            }
        }
        return false;
    }
}
