package dev.modeldock.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * What a tool was at one time; never changed.
 *
 * @param number from 1, without gaps
 * @param digest SHA-256 of what an export of it holds: equal exports have equal ones, whatever the tool
 * @param flowId what the flow calls itself, or empty
 * @param origin the job or the version that it comes from
 * @param files in the order of {@link DefinitionFile}
 */
public record ToolVersion(
        long id,
        String toolId,
        int number,
        String digest,
        String flowId,
        ObjectNode origin,
        String createdBy,
        Instant created,
        List<ToolFile> files) {
    /** One of its files. */
    public ToolFile file(DefinitionFile wanted) {
        return files.stream().filter(file -> file.file() == wanted).findFirst().orElseThrow();
    }
}
