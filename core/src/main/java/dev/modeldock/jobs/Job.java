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

    /**
     * How far it is.
     *
     * @param bytesPerSecond over the last seconds, while it runs; else 0
     */
    public record JobProgress(String phase, long bytesDone, long bytesTotal, long bytesPerSecond, int attempts) {
        /** How long the rest will take at the present speed; empty while that cannot be told. */
        public Optional<Duration> left() {
            return bytesPerSecond <= 0 || bytesTotal <= bytesDone
                    ? Optional.empty()
                    : Optional.of(Duration.ofSeconds((bytesTotal - bytesDone + bytesPerSecond - 1) / bytesPerSecond));
        }

        /** 0 to 100; never 100 while work is left. */
        public int percent(JobState state) {
            if (state == JobState.DONE) {
                return 100;
            }
            return bytesTotal <= 0 ? 0 : (int) Math.min(99, bytesDone * 100.0 / bytesTotal);
        }
    }

    /** The job as it stands after a failure that its row does not know yet. */
    Job failedFor(JobFailure why) {
        return new Job(
                id, kind, JobState.FAILED, user, source, tag, modelId, plan, result, progress, Optional.of(why), times);
    }

    /** The job as it is when nobody wants it any more. */
    Job givenUp() {
        return new Job(id, kind, JobState.CANCELED, user, source, tag, modelId, plan, result, progress, failure, times);
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
