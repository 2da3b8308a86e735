package dev.modeldock.jobs;

/** Where a job stands. */
public enum JobState {
    PENDING,
    RUNNING,
    PAUSED,
    DONE,
    FAILED,
    CANCELED;

    /** Whether nothing more will happen by itself. */
    public boolean isFinal() {
        return switch (this) {
            case DONE, FAILED, CANCELED -> true;
            case PENDING, RUNNING, PAUSED -> false;
        };
    }
}
