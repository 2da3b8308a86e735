package dev.modeldock.formats;

import java.nio.file.Path;

/**
 * A file of a model that is being looked at.
 *
 * @param path in the model, relative, with {@code /} between names
 * @param size in bytes
 * @param sha256 of its bytes
 * @param content where the bytes lie now; only ever read
 */
public record ModelFile(String path, long size, String sha256, Path content) {}
