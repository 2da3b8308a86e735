package dev.modeldock.jobs;

/** What a job does; each kind has its own workers. */
public enum JobKind {
    /** Bring one or more models in. */
    IMPORT,
    /** Hand a model out. Computed, so such a job is done when it is made. */
    EXPORT
}
