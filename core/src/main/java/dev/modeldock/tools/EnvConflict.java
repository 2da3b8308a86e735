package dev.modeldock.tools;

/** Which value counts when an import brings an environment variable that is here already. */
public enum EnvConflict {
    /** The one that is here, with its notes. */
    KEEP,
    /** The one that is brought. */
    REPLACE
}
