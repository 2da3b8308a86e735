package dev.modeldock.training;

import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes jobs away, with their commands and all that they have written. */
record JobRemoval(Jobs jobs, ActionJobStore store, RunPlaces places, ResultRoom room) {
    private static final Logger LOG = LoggerFactory.getLogger(JobRemoval.class);
    /** A command has ten seconds to tidy up, and is killed then. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

    /**
     * Stop all jobs of a dataset or a model that goes, and wait for their ends.
     *
     * @return their ids
     * @throws DockException {@code VALIDATION_ERROR} when one does not end
     */
    List<String> stop(String handler) throws InterruptedException {
        List<String> ids = store.ids(handler);
        List<String> running = new ArrayList<>();
        for (String id : ids) {
            if (store.find(id).filter(found -> !found.job().state().isFinal()).isPresent()) {
                running.add(id);
                cancelQuietly(id);
            }
        }
        for (String id : running) {
            if (!jobs.awaitEnd(id, LONGEST_STOP)) {
                throw new DockException(
                        Problem.VALIDATION_ERROR, "The job " + id + " does not end. Try again in a while.");
            }
        }
        return ids;
    }

    private void cancelQuietly(String id) {
        try {
            jobs.cancel(id, "a delete");
        } catch (DockException e) {
            LOG.debug("The job {} had ended by itself", id, e);
        }
    }

    /** Remove what a job that was forgotten has left. */
    void remove(String id) throws IOException {
        room.gone(id);
        for (Path each : List.of(places.results(id), places.run(id))) {
            DirectoryTree.delete(each);
        }
    }
}
