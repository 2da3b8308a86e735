package dev.modeldock.blobs;

import java.nio.file.Path;

/**
 * Bytes that were written, hashed and made durable in staging, or that are here already.
 *
 * @param content where they lie: in staging, or in the store when {@code stored}
 * @param stored whether the store has them already, so that nothing is left to move
 */
public record StagedBlob(Blob blob, Path content, boolean stored) {}
