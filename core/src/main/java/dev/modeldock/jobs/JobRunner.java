package dev.modeldock.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Knows how to do one kind of job. */
public interface JobRunner {
    /**
     * Do the work, or go on with it. The thread is interrupted when the job is to stop; end soon then.
     *
     * @return the job's result
     * @throws dev.modeldock.problems.DockException when it cannot be done; tried again only if that can pass
     */
    ObjectNode run(Job job, JobContext context) throws Exception;

    /** Whether what the job needs is still here, so that a failed one can be tried again on request. */
    boolean repeatable(Job job);

    /**
     * Free what the job has on disk: it failed, was cancelled, or is done. Called again if it fails half way. What a job that
     * failed for a reason that can pass would go on with may be kept, for some days.
     */
    void discard(Job job) throws IOException;

    /** Hear that the job has ended, once everybody can see it; called again after a stop of the dock between. */
    default void settled(Job job) {}
}
