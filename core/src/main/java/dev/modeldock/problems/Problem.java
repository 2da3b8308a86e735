package dev.modeldock.problems;

/** Everything that can be refused or fail, one stable code each. Each API family maps all of them to HTTP in one switch. */
public enum Problem {
    /** A value, a name or a body is not what was expected. */
    VALIDATION_ERROR,
    /** The bytes are no archive of a kind that is taken, or a broken one. */
    INVALID_ARCHIVE,
    /** The files are no complete, well-formed model. */
    INVALID_MODEL,
    /** A pickle file would run code that is not needed to load a model. */
    UNSAFE_MODEL,
    /** The bytes have another hash than was announced. */
    CHECKSUM_MISMATCH,
    /** No key, or one that is unknown, revoked or expired. */
    UNAUTHORIZED,
    /** The key is good but does not reach this far. */
    FORBIDDEN,
    /** The model is shown to all but its bytes are given on request only. */
    GATED,
    /** No such thing, or not yours to see. */
    NOT_FOUND,
    /** The archive holds no model. */
    NO_VALID_MODEL,
    /** The thing is in a state in which this cannot be done. */
    CONFLICT,
    /** All that was brought is here already. */
    MODEL_ALREADY_EXISTS,
    /** The thing will be there later. */
    NOT_READY,
    /** The import session's time is over. */
    SESSION_EXPIRED,
    /** More bytes, files or parts than is taken. */
    TOO_LARGE,
    /** The disk or the quota has no room for it. */
    INSUFFICIENT_STORAGE,
    /** Too many at once: come back later. */
    RATE_LIMITED,
    /** A remote place could not be reached. */
    UPSTREAM_UNREACHABLE,
    /** A remote place answered what makes no sense. */
    UPSTREAM_BROKEN,
    /** Somebody asked for it to stop. */
    CANCELED,
    /** A fault of ours; the log has the cause. */
    SERVER_ERROR
}
