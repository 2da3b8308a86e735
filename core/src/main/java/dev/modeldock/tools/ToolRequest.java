package dev.modeldock.tools;

import java.util.Map;
import java.util.Optional;

/**
 * What an import is asked for.
 *
 * @param toolId of the tool that gets a new version; empty for a tool that is to be made
 * @param name of a tool that is to be made
 * @param files ids of stored files; that of the environment may be missing
 */
public record ToolRequest(
        ToolFamily family,
        Optional<String> toolId,
        String name,
        Map<DefinitionFile, String> files,
        EnvConflict onConflict) {}
