package dev.modeldock.sessions;

/** Where an import session stands. */
public enum SessionState {
    /** Takes chunks. */
    OPEN,
    /** All chunks are here and a job works on them, or has. */
    COMPLETED,
    /** Given up by its client. */
    ABORTED,
    /** Its time ran out before it was completed. */
    EXPIRED
}
