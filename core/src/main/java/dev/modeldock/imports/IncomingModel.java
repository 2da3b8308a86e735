package dev.modeldock.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.models.ModelName;
import java.util.Map;

/**
 * One model of an import, complete in staging and not yet looked at.
 *
 * @param announcedId the id promised for it
 * @param files path to bytes
 * @param origin where it is from, for the record
 */
record IncomingModel(
        ModelName name,
        String announcedId,
        String user,
        String source,
        String commit,
        Wish wish,
        ObjectNode origin,
        Map<String, StagedBlob> files) {
    /** What the client asked for beside the files. */
    record Wish(boolean adapter, boolean allowUnsafe, String baseModel) {}
}
