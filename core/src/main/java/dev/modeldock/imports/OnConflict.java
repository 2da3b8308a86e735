package dev.modeldock.imports;

import java.util.Locale;

/** What to do with a model whose very version is here already. */
public enum OnConflict {
    /** Refuse the request. */
    FAIL,
    /** Leave what is here, and say so in the task. */
    SKIP,
    /** Bring it again; the version then is what came last. */
    REPLACE;

    /** The word on the wire. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
