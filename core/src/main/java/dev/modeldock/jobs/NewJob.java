package dev.modeldock.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Work to be done.
 *
 * @param staging the directory in staging that belongs to it, kept while the job may still run; or empty
 */
public record NewJob(
        JobKind kind, String user, String source, String tag, String modelId, String staging, ObjectNode plan) {}
