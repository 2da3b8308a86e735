package dev.modeldock.imports;

import java.util.Locale;

/**
 * What became of one model of an import.
 *
 * @param modelId its id; that of the model that is there already when the outcome is {@code EXISTS}
 * @param commit the version's, or empty when there is none
 * @param version the version's place among the model's, from 1; 0 when there is none
 * @param reason why it is invalid, else empty
 */
public record Outcome(String name, String modelId, String commit, int version, Kind kind, String reason) {
    /** Whether it is in. */
    public enum Kind {
        /** A new model, or a new version of one. */
        STORED,
        /** These very files were here already. */
        EXISTS,
        /** Not a model that is taken. */
        INVALID;

        /** The word on the wire. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
