package dev.modeldock.tools;

import dev.modeldock.exports.ArchiveLayout;

/**
 * A tool as a ZIP.
 *
 * @param fileName {@code <tool name>.zip}
 */
public record ToolExport(String fileName, ToolVersion version, ArchiveLayout archive) {}
