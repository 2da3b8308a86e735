package dev.modeldock.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.jobs.Job;
import dev.modeldock.storedfiles.StoredFile;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a job about a tool needs to do its work, as its row keeps it.
 *
 * @param fresh whether the tool is to be made
 * @param files ids of stored files
 * @param by the user who asked, the tool's owner or an administrator
 */
record ToolPlan(
        String toolId,
        String name,
        boolean fresh,
        ToolFamily family,
        Map<DefinitionFile, String> files,
        EnvConflict onConflict,
        String by) {
    private static final String TOOL = "tool";
    private static final String FAMILY = "family";

    static Map<DefinitionFile, String> ids(Map<DefinitionFile, StoredFile> given) {
        Map<DefinitionFile, String> ids = new EnumMap<>(DefinitionFile.class);
        given.forEach((file, stored) -> ids.put(file, stored.id()));
        return ids;
    }

    ObjectNode toJson() {
        ObjectNode plan = about(toolId, family);
        plan.put("name", name)
                .put("fresh", fresh)
                .put("onConflict", onConflict.name())
                .put("by", by);
        ObjectNode ids = plan.putObject("files");
        files.forEach((file, id) -> ids.put(file.name(), id));
        return plan;
    }

    /** What the plan of every job about a tool begins with. */
    static ObjectNode about(String toolId, ToolFamily family) {
        return JsonNodeFactory.instance.objectNode().put(TOOL, toolId).put(FAMILY, family.name());
    }

    static ToolPlan of(Job job) {
        JsonNode plan = job.plan();
        Map<DefinitionFile, String> files = new EnumMap<>(DefinitionFile.class);
        plan.path("files")
                .properties()
                .forEach(each -> files.put(
                        DefinitionFile.valueOf(each.getKey()), each.getValue().asText()));
        return new ToolPlan(
                toolId(job),
                plan.path("name").asText(),
                plan.path("fresh").asBoolean(),
                family(job),
                files,
                EnvConflict.valueOf(plan.path("onConflict").asText()),
                plan.path("by").asText());
    }

    static String toolId(Job job) {
        return job.plan().path(TOOL).asText();
    }

    static ToolFamily family(Job job) {
        return ToolFamily.valueOf(job.plan().path(FAMILY).asText());
    }
}
