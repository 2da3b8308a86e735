package dev.modeldock.tools;

/** One of the three files of a version; that of the environment holds no values of secure variables. */
public record ToolFile(DefinitionFile file, String sha256, long size, long crc32) {}
