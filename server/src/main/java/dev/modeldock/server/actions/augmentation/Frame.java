package dev.modeldock.server.actions.augmentation;

import dev.modeldock.server.actions.labels.ImageFiles.Size;

/**
 * One picture of which another was made.
 *
 * @param name its path below {@code images}
 * @param input its size before
 */
record Frame(String name, Size input) {}
