package dev.modeldock.models;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.Locale;

/** Who may see a model, and who may have its bytes. */
public enum Access {
    /** Everybody who may come in. */
    PUBLIC,
    /** Its owner and administrators; for others it is not there. */
    PRIVATE,
    /** Everybody sees it; its owner and administrators have the bytes. */
    GATED;

    /** The word on the wire. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Read the word; {@code VALIDATION_ERROR} for any other. */
    public static Access of(String label) {
        for (Access access : values()) {
            if (access.label().equals(label)) {
                return access;
            }
        }
        throw new DockException(
                Problem.VALIDATION_ERROR, "\"access\" is \"" + label + "\"; expected public, private or gated.");
    }
}
