package dev.modeldock.sessions;

import dev.modeldock.models.ModelName;
import dev.modeldock.storedfiles.FileContext;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;

/**
 * A chunked upload under way.
 *
 * @param modelId announced at the start; valid once the import is published. A session for another context has one too,
 *     which leads to nothing
 * @param jobId the job that imports it, or empty before it is completed
 * @param fileId the stored file that it became, or empty
 */
public record ImportSession(
        String id,
        String modelId,
        String user,
        SessionState state,
        NewSession wish,
        String jobId,
        String fileId,
        Instant expires) {
    /** Whether a model comes in it. */
    public boolean bringsModel() {
        return wish.context() == FileContext.MODEL;
    }

    /** The name of the model that it makes: {@code <user>/<file name without extension>}. */
    public ModelName modelName() {
        String file = wish.fileName().replace('\\', '/');
        String last = file.substring(file.lastIndexOf('/') + 1);
        String lower = last.toLowerCase(Locale.ROOT);
        String bare = FileContext.MODEL.extensions().stream()
                .filter(extension -> lower.endsWith("." + extension))
                .max(Comparator.comparingInt(String::length))
                .map(extension -> last.substring(0, last.length() - extension.length() - 1))
                .orElse(last);
        return new ModelName(ModelName.part(user), ModelName.part(bare));
    }
}
