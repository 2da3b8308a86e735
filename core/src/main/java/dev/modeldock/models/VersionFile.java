package dev.modeldock.models;

/** One file of a version: its path, and the blob it is. */
public record VersionFile(String path, String sha256, long size, long crc32) {}
