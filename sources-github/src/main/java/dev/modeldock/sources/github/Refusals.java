package dev.modeldock.sources.github;

import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;

/** The ways in which this source says no of its own accord. */
final class Refusals {
    private static final int LONGEST_QUOTE = 80;

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

    static SourceException broken(String sentence, Throwable cause) {
        return new SourceException(Reason.BROKEN, sentence, cause);
    }

    /** Foreign text as a sentence may hold it: in quotes, bounded, without control characters. */
    static String quoted(String text) {
        return "'" + plain(text) + "'";
    }

    /** Foreign text in one bounded line. */
    static String plain(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
    }
}
