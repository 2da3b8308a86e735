package dev.modeldock.datasets;

/** A file of a dataset, at its path below the dataset's root. */
public record DatasetFile(String path, String sha256, long size) {}
