package dev.modeldock.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Work to be done.
 *
 * @param sameAs what makes two jobs the same work: while one of them is not ended, {@link Jobs#joined} finds it; or empty
 * @param staging the directory in staging that belongs to it, kept while the job may still run; or empty
 */
public record NewJob(
        JobKind kind,
        String user,
        String source,
        String tag,
        String modelId,
        String staging,
        String sameAs,
        ObjectNode plan) {
    /** Work that is like no other. */
    public NewJob(
            JobKind kind, String user, String source, String tag, String modelId, String staging, ObjectNode plan) {
        this(kind, user, source, tag, modelId, staging, "", plan);
    }
}
