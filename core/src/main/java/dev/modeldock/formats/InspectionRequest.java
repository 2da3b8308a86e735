package dev.modeldock.formats;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How to look at a set of files.
 *
 * @param adapter whether they were announced as an adapter
 * @param growing whether more of them may come later, so that what is lacking is noted and not refused
 * @param trusted whether a pickle, known by its SHA-256, is taken although it is dangerous
 * @param knownScans finds the scan of a file seen before, by SHA-256, so that it need not be done again
 */
public record InspectionRequest(
        boolean adapter,
        boolean growing,
        Predicate<String> trusted,
        Function<String, Optional<PickleScan>> knownScans) {
    /** Of a whole model, of which all dangerous pickles are taken or none. */
    public InspectionRequest(boolean adapter, boolean allowUnsafe, Function<String, Optional<PickleScan>> knownScans) {
        this(adapter, false, sha256 -> allowUnsafe, knownScans);
    }
}
