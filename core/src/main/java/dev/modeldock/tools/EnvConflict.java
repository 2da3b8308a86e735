package dev.modeldock.tools;

import java.util.Locale;

/** Which value counts when an import brings an environment variable that is here already. */
public enum EnvConflict {
    /** The one that is here, with its notes. */
    KEEP,
    /** The one that is brought. */
    REPLACE;

    /** The word on the wire. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
