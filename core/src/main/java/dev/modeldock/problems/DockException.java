package dev.modeldock.problems;

import java.util.Map;

/**
 * The one way in which the dock says no: a {@link Problem}, a sentence for the person who asked (what was found, what
 * was expected, what to do), and details for programs. Neither holds a secret, a path of the server or a stack trace.
 */
public final class DockException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final transient Map<String, Object> details;

    public DockException(Problem problem, String sentence) {
        this(problem, sentence, Map.of(), null);
    }

    public DockException(Problem problem, String sentence, Map<String, Object> details) {
        this(problem, sentence, details, null);
    }

    public DockException(Problem problem, String sentence, Throwable cause) {
        this(problem, sentence, Map.of(), cause);
    }

    public DockException(Problem problem, String sentence, Map<String, Object> details, Throwable cause) {
        super(sentence, cause);
        this.problem = problem;
        this.details = Map.copyOf(details);
    }

    public Problem problem() {
        return problem;
    }

    /** Facts for programs, such as {@code missingChunks}; keys are part of the wire. */
    public Map<String, Object> details() {
        return details;
    }
}
