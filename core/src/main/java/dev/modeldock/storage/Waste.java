package dev.modeldock.storage;

/** Things of one kind that nothing needs. */
public record Waste(Kind kind, long count, long bytes) {
    /** Why something could go. */
    public enum Kind {
        /** What failed imports keep so that another try goes on from there. */
        FAILED_IMPORTS,
        /** Blobs that no model, dataset, tool or file has any more. */
        UNNEEDED,
        /** Files in the store that no row knows, as after a database was put back from a backup. */
        STRAYS,
        /** Blobs that were found damaged and set aside. */
        DAMAGED
    }
}
