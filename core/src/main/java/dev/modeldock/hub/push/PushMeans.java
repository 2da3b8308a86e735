package dev.modeldock.hub.push;

import dev.modeldock.imports.Examination;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What pushes use beside the stores.
 *
 * @param maxFileBytes how large a file may be
 */
public record PushMeans(Path staging, Examination examination, long maxFileBytes, Clock clock) {}
