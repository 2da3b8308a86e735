package dev.modeldock.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.problems.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One piece of durable work, as it stands now.
 *
 * @param id a UUID; every API family shows it in its own dress
 * @param user for whom it works
 * @param source where a model comes from, in capitals, such as {@code LOCAL}
 * @param tag what people know it by, such as {@code local/tiny-bert}
 * @param modelId the model it is about, or empty while that is not known
 * @param plan what its runner needs to do it, and to do it again after a restart; holds no secrets
 * @param result what came of it
 */
public record Job(
        String id,
        JobKind kind,
        JobState state,
        String user,
        String source,
        String tag,
        String modelId,
        ObjectNode plan,
        ObjectNode result,
        JobProgress progress,
        Optional<JobFailure> failure,
        JobTimes times) {

    /** How far it is. */
    public record JobProgress(String phase, long bytesDone, long bytesTotal, int attempts) {
        /** 0 to 100; never 100 while work is left. */
        public int percent(JobState state) {
            if (state == JobState.DONE) {
                return 100;
            }
            return bytesTotal <= 0 ? 0 : (int) Math.min(99, bytesDone * 100.0 / bytesTotal);
        }
    }

    /** Why it failed, or why its last attempt did. */
    public record JobFailure(Problem problem, String message) {}

    /** When things happened to it; {@code started} and {@code ended} may be null. */
    public record JobTimes(Instant created, Instant updated, Instant started, Instant ended) {
        /** How long it has been running, up to {@code now}. */
        public Duration running(Instant now) {
            return started == null ? Duration.ZERO : Duration.between(started, ended == null ? now : ended);
        }
    }
}
