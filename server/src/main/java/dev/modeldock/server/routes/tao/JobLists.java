package dev.modeldock.server.routes.tao;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.status.Result;
import dev.modeldock.datasets.ListOrder;
import dev.modeldock.datasets.ListPart;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobState;
import dev.modeldock.training.ActionJob;
import dev.modeldock.training.ActionJobs;
import dev.modeldock.training.Workpiece;

/** Jobs in the words of TAO. */
record JobLists(ActionJobs jobs) {
    /** The most, and the newest, that a dataset or a model is shown with; its own list has all. */
    private static final int MOST = 1_000;

    /** A dataset or a model with its jobs. */
    ObjectNode with(ObjectNode handler, Workpiece piece) {
        ArrayNode shown = handler.putArray("jobs");
        long total = jobs.count(piece);
        ListPart newest = new ListPart(ListOrder.DATE_ASCENDING, Math.max(0, total - MOST), total, total);
        jobs.list(piece, newest).forEach(job -> shown.add(shown(job)));
        return handler;
    }

    static ObjectNode shown(ActionJob action) {
        Job job = action.job();
        ObjectNode shown = JsonNodeFactory.instance
                .objectNode()
                .put("id", job.id())
                .put("parent_id", action.parent().orElse(null))
                .put("action", action.action())
                .put("created_on", TaoDates.local(job.times().created()))
                .put("last_modified", TaoDates.local(job.times().updated()))
                .put("status", status(job.state()));
        shown.set("result", result(action));
        return shown;
    }

    private static String status(JobState state) {
        return switch (state) {
            case PENDING, PAUSED -> "Pending";
            case RUNNING -> "Running";
            case DONE -> "Done";
            case FAILED, CANCELED -> "Error";
        };
    }

    /** What its action told; of one that failed, why. */
    private static ObjectNode result(ActionJob action) {
        Job job = action.job();
        if (job.state() != JobState.FAILED && job.state() != JobState.CANCELED) {
            return job.result();
        }
        ObjectNode result =
                job.result().isEmpty() ? Result.EMPTY.toJson() : job.result().deepCopy();
        result.withObject("/detailed_status").put("status", "FAILURE").put("message", why(action));
        return result;
    }

    private static String why(ActionJob action) {
        if (action.job().state() == JobState.CANCELED) {
            return action.canceledBy().isEmpty()
                    ? "The job was cancelled."
                    : "The job was cancelled by " + action.canceledBy() + ".";
        }
        return action.job().failure().map(Job.JobFailure::message).orElse("The job has failed.");
    }
}
