package dev.modeldock.formats;

import java.util.Optional;
import java.util.function.Function;

/**
 * How to look at a set of files.
 *
 * @param adapter whether they were announced as an adapter
 * @param allowUnsafe whether dangerous pickles are taken all the same
 * @param knownScans finds the scan of a file seen before, by SHA-256, so that it need not be done again
 */
public record InspectionRequest(
        boolean adapter, boolean allowUnsafe, Function<String, Optional<PickleScan>> knownScans) {}
