package dev.modeldock.sources.huggingface;

import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;

/** The ways in which this source says no. */
final class Refusals {
    private static final int LONGEST = 200;

    private Refusals() {}

    static SourceException refused(String sentence) {
        return new SourceException(Reason.REFUSED, sentence);
    }

    static SourceException notFound(String sentence) {
        return new SourceException(Reason.NOT_FOUND, sentence);
    }

    static SourceException noModel(String sentence) {
        return new SourceException(Reason.NO_MODEL, sentence);
    }

    static SourceException denied(String sentence) {
        return new SourceException(Reason.DENIED, sentence);
    }

    static SourceException gated(String sentence) {
        return new SourceException(Reason.GATED, sentence);
    }

    static SourceException broken(String sentence) {
        return new SourceException(Reason.BROKEN, sentence);
    }

    /** Foreign text as a sentence may hold it: bounded and without control characters. */
    static String shown(String text) {
        String bounded = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return bounded.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", "?");
    }
}
