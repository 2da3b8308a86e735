package dev.modeldock.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.models.ModelName;
import dev.modeldock.models.NewVersion;
import java.util.List;
import java.util.Map;

/**
 * One model of an import, complete in staging and not yet looked at.
 *
 * @param announcedId the id promised for it
 * @param files path to bytes
 * @param origin where it is from, for the record
 * @param notes sentences of the source that are kept with the version
 */
record IncomingModel(
        ModelName name,
        String announcedId,
        String user,
        String source,
        String commit,
        Wish wish,
        ObjectNode origin,
        NewVersion.Naming naming,
        List<String> notes,
        Map<String, StagedBlob> files) {
    /** What the client asked for beside the files. */
    record Wish(boolean adapter, boolean allowUnsafe, String baseModel, String profile) {}
}
