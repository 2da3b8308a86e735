package dev.modeldock.materialize;

import java.nio.file.Path;

/**
 * A version as it lies in a directory.
 *
 * @param path of the directory with its files
 * @param bytes of its files together, shared or not
 * @param present whether all of it was there before
 */
public record LaidOut(Path path, Layout layout, Mode mode, int files, long bytes, boolean present) {}
