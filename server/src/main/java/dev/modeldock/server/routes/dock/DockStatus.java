package dev.modeldock.server.routes.dock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.JobState;
import dev.modeldock.tools.ToolJobs;
import java.util.List;

/**
 * A job in the words of {@code /api/public}. The documents spell its id in four ways; each answer has all of them, so
 * that every client finds the one it looks for.
 */
final class DockStatus {
    private static final String PREFIX = "ds-";
    /** What a tool's job tells of what came of it. */
    private static final List<String> OF_TOOLS = List.of("version", "outcome", "notes");

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
        } else if (isOfTool(job.kind())) {
            OF_TOOLS.stream()
                    .filter(job.result()::has)
                    .forEach(field -> status.set(field, job.result().get(field)));
        }
        return status;
    }

    private static void fail(Job job, ObjectNode status) {
        String code = job.failure().map(failure -> failure.problem().name()).orElse("CANCELED");
        String message = job.failure().map(Job.JobFailure::message).orElse("The job was cancelled.");
        status.put("code", code).put("message", message);
        ArrayNode errors = status.putArray("errors");
        if (job.result().path("errors").isEmpty()) {
            errors.addObject().put("code", code).put("msg", message);
        } else {
            job.result().path("errors").forEach(errors::add);
        }
    }

    private static ObjectNode head(Job job) {
        String id = id(job.id());
        ObjectNode head = JsonNodeFactory.instance
                .objectNode()
                .put("_id", id)
                .put("dockStatusId", id)
                .put("dock-statusId", id)
                .put("dockstatusId", id);
        if (!isOfTool(job.kind())) {
            return head.put("modelId", job.modelId()).put("jobType", "MODELS");
        }
        String tool = ToolJobs.toolId(job);
        return head.put("toolId", tool)
                .put("workflowId", tool)
                .put("jobType", ToolJobs.family(job).name());
    }

    static boolean isOfTool(JobKind kind) {
        return kind == JobKind.TOOL_IMPORT || kind == JobKind.TOOL_EXPORT;
    }

    private static String action(JobKind kind) {
        return switch (kind) {
            case IMPORT, TOOL_IMPORT, ACTION, GPU_ACTION -> "IMPORT";
            case EXPORT, TOOL_EXPORT -> "EXPORT";
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
