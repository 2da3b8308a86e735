package dev.modeldock.problems;

/** Everything that can be refused or fail, one stable code each. Each API family maps all of them to HTTP in one switch. */
public enum Problem {
    /** A value, a name or a body is not what was expected. */
    VALIDATION_ERROR(Blame.REQUEST),
    /** The bytes are no archive of a kind that is taken, or a broken one. */
    INVALID_ARCHIVE(Blame.CONTENT),
    /** The files are no complete, well-formed model. */
    INVALID_MODEL(Blame.CONTENT),
    /** A pickle file would run code that is not needed to load a model. */
    UNSAFE_MODEL(Blame.CONTENT),
    /** The bytes have another hash than was announced. */
    CHECKSUM_MISMATCH(Blame.CONTENT),
    /** No key, or one that is unknown, revoked or expired. */
    UNAUTHORIZED(Blame.REQUEST),
    /** The key is good but does not reach this far. */
    FORBIDDEN(Blame.REQUEST),
    /** The model is shown to all but its bytes are given on request only. */
    GATED(Blame.REQUEST),
    /** No such thing, or not yours to see. */
    NOT_FOUND(Blame.REQUEST),
    /** The archive holds no model. */
    NO_VALID_MODEL(Blame.CONTENT),
    /** The thing is in a state in which this cannot be done. */
    CONFLICT(Blame.REQUEST),
    /** What was to be changed has changed since it was looked at. */
    OUTDATED(Blame.REQUEST),
    /** All that was brought is here already. */
    MODEL_ALREADY_EXISTS(Blame.REQUEST),
    /** The thing will be there later. */
    NOT_READY(Blame.REQUEST),
    /** The import session's time is over. */
    SESSION_EXPIRED(Blame.REQUEST),
    /** More bytes, files or parts than is taken. */
    TOO_LARGE(Blame.CONTENT),
    /** The disk or the quota has no room for it. */
    INSUFFICIENT_STORAGE(Blame.DOCK),
    /** Too many at once: come back later. */
    RATE_LIMITED(Blame.MOMENT),
    /** A remote place takes no more of our requests for now. */
    UPSTREAM_LIMITED(Blame.MOMENT),
    /** A remote place could not be reached. */
    UPSTREAM_UNREACHABLE(Blame.MOMENT),
    /** A remote place answered what makes no sense. */
    UPSTREAM_BROKEN(Blame.MOMENT),
    /** Somebody asked for it to stop. */
    CANCELED(Blame.REQUEST),
    /** A fault of ours; the log has the cause. */
    SERVER_ERROR(Blame.DOCK);

    /** Where the reason lies, which tells whether another attempt may end otherwise. */
    private enum Blame {
        /** What was asked, who asked, or when. */
        REQUEST,
        /** The bytes that were brought. */
        CONTENT,
        /** The moment: something is busy, out of reach or astray, and may be well when it is asked again. */
        MOMENT,
        /** The dock or its machine. */
        DOCK
    }

    private final Blame blame;

    Problem(Blame blame) {
        this.blame = blame;
    }

    /** Whether time alone may mend it. */
    public boolean canPass() {
        return blame == Blame.MOMENT;
    }

    /** Whether the bytes themselves are to blame, so that the same bytes meet it again. */
    public boolean isOfContent() {
        return blame == Blame.CONTENT;
    }
}
