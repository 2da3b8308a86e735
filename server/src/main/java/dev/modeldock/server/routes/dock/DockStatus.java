package dev.modeldock.server.routes.dock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.JobState;

/**
 * A job in the words of {@code /api/public}. The documents spell its id in four ways; each answer has all of them, so
 * that every client finds the one it looks for.
 */
final class DockStatus {
    private static final String PREFIX = "ds-";

    private DockStatus() {}

    static String id(String jobId) {
        return PREFIX + jobId;
    }

    /** What completing a session answers, each time: action EXPORT, as the document prints it. */
    static ObjectNode accepted(Job job) {
        return head(job).put("action", "EXPORT").put("status", "IN_PROGRESS");
    }

    /** How the job stands. */
    static ObjectNode of(Job job) {
        ObjectNode status = head(job)
                .put("action", action(job.kind()))
                .put("status", status(job.state()))
                .put("percentageComplete", job.progress().percent(job.state()))
                .put("phase", job.progress().phase());
        if (status(job.state()).equals("FAILED")) {
            fail(job, status);
        }
        return status;
    }

    private static void fail(Job job, ObjectNode status) {
        String code = job.failure().map(failure -> failure.problem().name()).orElse("CANCELED");
        String message = job.failure().map(Job.JobFailure::message).orElse("The job was cancelled.");
        status.put("code", code).put("message", message);
        status.putArray("errors").addObject().put("code", code).put("msg", message);
    }

    private static ObjectNode head(Job job) {
        String id = id(job.id());
        return JsonNodeFactory.instance
                .objectNode()
                .put("_id", id)
                .put("dockStatusId", id)
                .put("dock-statusId", id)
                .put("dockstatusId", id)
                .put("modelId", job.modelId())
                .put("jobType", "MODELS");
    }

    private static String action(JobKind kind) {
        return switch (kind) {
            case IMPORT -> "IMPORT";
            case EXPORT -> "EXPORT";
        };
    }

    private static String status(JobState state) {
        return switch (state) {
            case PENDING, RUNNING, PAUSED -> "IN_PROGRESS";
            case DONE -> "SUCCESS";
            case FAILED, CANCELED -> "FAILED";
        };
    }
}
