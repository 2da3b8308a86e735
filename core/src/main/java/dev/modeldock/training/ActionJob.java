package dev.modeldock.training;

import dev.modeldock.jobs.Job;
import java.util.Optional;

/**
 * A job that does an action on a dataset or a model.
 *
 * @param parent the job whose results it works on
 * @param canceledBy who has cancelled it, or wants it to be; else empty
 */
public record ActionJob(Job job, String handler, String action, Optional<String> parent, String canceledBy) {}
