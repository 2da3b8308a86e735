package dev.modeldock.formats;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far an import in a pickle, or a whole pickle, can be trusted; each is worse than the one before. */
public enum Level {
    /** Only what is needed to rebuild tensors and plain values. */
    INNOCUOUS,
    /** Something that is not known to be harmless. */
    SUSPICIOUS,
    /** Something that can run code or reach outside, or that could not be told. */
    DANGEROUS;

    /** The word in JSON, as the Hub writes it. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Level or(Level other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
