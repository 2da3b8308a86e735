package dev.modeldock.spi;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a source could not do what it was asked. Checked, so that each author decides; the host maps the reason to an
 * answer and to trying again or not. The message is shown to people: no secrets in it.
 */
public final class SourceException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of no it was. */
    public enum Reason {
        /** There is no such thing. */
        NOT_FOUND,
        /** It is there, and holds no model. */
        NO_MODEL,
        /** The credentials do not reach it, or there are none. */
        DENIED,
        /** Somebody must accept terms or be let in first. */
        GATED,
        /** Too many requests; {@link SourceException#retryAfter()} may tell when to come back. */
        RATE_LIMITED,
        /** The place does not answer, or not now: worth another try. */
        UNREACHABLE,
        /** The request, or what it names, makes no sense to this source: another try would not help. */
        REFUSED,
        /** The place answered what its own protocol does not allow. */
        BROKEN
    }

    private final Reason reason;
    private final transient Duration retryAfter;

    public SourceException(Reason reason, String message) {
        this(reason, message, null, null);
    }

    public SourceException(Reason reason, String message, Throwable cause) {
        this(reason, message, null, cause);
    }

    private SourceException(Reason reason, String message, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public static SourceException rateLimited(String message, Duration retryAfter) {
        return new SourceException(Reason.RATE_LIMITED, message, retryAfter, null);
    }

    /** The place fails for now; {@code retryAfter} is null where it does not tell when to come back. */
    public static SourceException unreachable(String message, Duration retryAfter) {
        return new SourceException(Reason.UNREACHABLE, message, retryAfter, null);
    }

    public Reason reason() {
        return reason;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
