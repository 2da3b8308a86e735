package dev.modeldock.jobs;

/** What a job does; each kind has its own workers. */
public enum JobKind {
    /** Bring one or more models in. */
    IMPORT,
    /** Hand a model out. Computed, so such a job is done when it is made. */
    EXPORT,
    /** Give a tool a version from its definitions. */
    TOOL_IMPORT,
    /** Hand a tool out. Done when it is made, as {@link #EXPORT}. */
    TOOL_EXPORT,
    /** Do an action on a dataset or a model; remembered as long as that is there. */
    ACTION,
    /** An {@link #ACTION} that has a graphics card to itself. */
    GPU_ACTION;

    /** Whether such a job does an action, with a card or without. */
    public boolean isAction() {
        return this == ACTION || this == GPU_ACTION;
    }
}
