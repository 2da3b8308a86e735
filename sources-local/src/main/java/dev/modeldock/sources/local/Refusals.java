package dev.modeldock.sources.local;

import dev.modeldock.spi.SourceException;

/** The ways in which this source says no. */
final class Refusals {
    private Refusals() {}

    static SourceException refused(String sentence) {
        return new SourceException(SourceException.Reason.REFUSED, sentence);
    }

    static SourceException notFound(String sentence) {
        return new SourceException(SourceException.Reason.NOT_FOUND, sentence);
    }

    static SourceException noModel(String sentence) {
        return new SourceException(SourceException.Reason.NO_MODEL, sentence);
    }

    /** What was planned is not what is there any more. */
    static SourceException changed(String what) {
        return refused(
                what + " changed since the import was planned. Leave it alone until the import is done and ask again.");
    }
}
