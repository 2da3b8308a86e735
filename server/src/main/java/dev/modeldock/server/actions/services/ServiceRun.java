package dev.modeldock.server.actions.services;

import dev.modeldock.server.actions.StatusFile;
import dev.modeldock.server.actions.TaskSpec;
import dev.modeldock.spi.ActionContext;
import dev.modeldock.spi.ActionException;
import dev.modeldock.spi.ActionTask;
import java.nio.file.Path;
import java.util.List;

/** One run of a service, with what it needs. */
public record ServiceRun(ActionTask task, TaskSpec spec, StatusFile status, ActionContext context) {
    /** The directory of the one dataset that it works on. */
    public Path data() throws ActionException {
        List<Path> given = task.inputs().inference();
        if (given.size() != 1) {
            throw new ActionException("The " + task.subject().kind() + " service works on one dataset, and "
                    + given.size() + " are given. Set the inference_dataset of the model.");
        }
        return given.get(0);
    }

    /** Where results go. */
    public Path results() {
        return task.results();
    }

    /** How many threads it may use. */
    public int threads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors());
    }
}
