package dev.modeldock.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.events.Audience;
import dev.modeldock.events.EventType;
import dev.modeldock.events.Events;
import dev.modeldock.events.NewEvent;
import java.util.Optional;

/**
 * Tells what happens to jobs: in the transaction in which it does, for then all is told in the order in which it became true.
 * Their plans are not told, for those are nobody's business.
 */
record JobEvents(Events events) {
    /** A larger result is to be asked for. */
    private static final int MOST_RESULT = 4096;

    /** A job is new; one that is done with that has ended too. */
    Job created(Job job) {
        tell(EventType.JOB_CREATED, job);
        if (job.state() == JobState.DONE) {
            tell(EventType.JOB_ENDED, job);
        }
        return job;
    }

    /** A job has another state, if it is there. */
    Optional<Job> changed(Optional<Job> moved) {
        moved.ifPresent(job -> tell(job.state().isFinal() ? EventType.JOB_ENDED : EventType.JOB_STATE, job));
        return moved;
    }

    Optional<Job> result(Optional<Job> changed) {
        changed.ifPresent(job -> tell(EventType.JOB_RESULT, job));
        return changed;
    }

    void progressed(Job job) {
        tell(EventType.JOB_PROGRESS, job);
    }

    private void tell(EventType type, Job job) {
        events.publish(new NewEvent(
                type,
                job.id(),
                job.kind().name(),
                new Audience(job.user(), false, job.kind().isAction()),
                body(type, job)));
    }

    private static ObjectNode body(EventType type, Job job) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("job", job.id())
                .put("kind", job.kind().name())
                .put("state", job.state().name())
                .put("user", job.user())
                .put("source", job.source())
                .put("tag", job.tag())
                .put("modelId", job.modelId())
                .put("phase", job.progress().phase())
                .put("bytesDone", job.progress().bytesDone())
                .put("bytesTotal", job.progress().bytesTotal())
                .put("percent", job.progress().percent(job.state()))
                .put("bytesPerSecond", job.progress().bytesPerSecond())
                .put("attempts", job.progress().attempts());
        job.failure()
                .ifPresent(failure -> body.putObject("error")
                        .put("code", failure.problem().name())
                        .put("message", failure.message()));
        if (type == EventType.JOB_RESULT || type == EventType.JOB_ENDED) {
            boolean told = job.result().toString().length() <= MOST_RESULT;
            body.set("result", told ? job.result() : null);
        }
        return body;
    }
}
