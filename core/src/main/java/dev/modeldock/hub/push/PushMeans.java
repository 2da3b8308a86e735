package dev.modeldock.hub.push;

import dev.modeldock.imports.Examination;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What pushes use beside the stores.
 *
 * @param limits how much may come
 */
public record PushMeans(Path staging, Examination examination, Limits limits, Clock clock) {
    /**
     * How much may come.
     *
     * @param maxFileBytes how large a file may be
     * @param maxParted how many files of one user may be coming in parts at once
     */
    public record Limits(long maxFileBytes, int maxParted) {}
}
