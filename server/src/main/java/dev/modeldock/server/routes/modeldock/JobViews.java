package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.Dock;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.training.ActionJob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Jobs as {@code /v1/jobs} shows them, in the words of {@code /v1/events}. */
record JobViews(Dock dock) {
    static final String PAUSE = "pause";
    static final String RESUME = "resume";
    static final String CANCEL = "cancel";
    static final String RETRY = "retry";

    /** One of many. */
    ObjectNode listed(Job job) {
        ObjectNode view = JsonNodeFactory.instance
                .objectNode()
                .put("id", job.id())
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
        job.progress().left().ifPresent(left -> view.put("secondsLeft", left.toSeconds()));
        job.failure()
                .ifPresent(failure -> view.putObject("error")
                        .put("code", failure.problem().name())
                        .put("message", failure.message()));
        put(view, "createdAt", job.times().created());
        put(view, "updatedAt", job.times().updated());
        put(view, "startedAt", job.times().started());
        put(view, "endedAt", job.times().ended());
        can(job).forEach(view.putArray("can")::add);
        return view;
    }

    private static void put(ObjectNode view, String field, Instant when) {
        if (when != null) {
            view.put(field, when.toString());
        }
    }

    /** One with what came of it, and what it works on. */
    ObjectNode whole(Job job) {
        ObjectNode view = listed(job);
        action(job).ifPresent(action -> {
            ObjectNode told =
                    view.putObject("action").put("name", action.action()).put("of", action.handler());
            action.parent().ifPresent(parent -> told.put("parent", parent));
        });
        view.set("result", job.result());
        return view;
    }

    private Optional<ActionJob> action(Job job) {
        return job.kind().isAction() ? dock.workshop().jobs().find(job.id()) : Optional.empty();
    }

    /** What it can be told as it stands. */
    List<String> can(Job job) {
        boolean waits = job.kind() == JobKind.IMPORT;
        return switch (job.state()) {
            case PENDING -> waits ? List.of(PAUSE, CANCEL) : List.of(CANCEL);
            case RUNNING -> waits || goesOn(job) ? List.of(PAUSE, CANCEL) : List.of(CANCEL);
            case PAUSED -> List.of(RESUME, CANCEL);
            case FAILED, CANCELED -> waits ? List.of(RETRY) : List.of();
            case DONE -> List.of();
        };
    }

    private boolean goesOn(Job job) {
        return action(job).filter(dock.workshop().jobs()::goesOn).isPresent();
    }
}
