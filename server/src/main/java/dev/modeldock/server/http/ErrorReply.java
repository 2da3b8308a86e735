package dev.modeldock.server.http;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a refusal looks on the wire.
 *
 * @param status of HTTP
 * @param headers that belong to it, such as {@code Retry-After}
 * @param body in the words of the family
 */
record ErrorReply(int status, Map<String, String> headers, Map<String, Object> body) {
    /** Seconds after which asking again makes sense, where the one who refused does not know better. */
    private static final Object DEFAULT_RETRY_SECONDS = 2;

    /** The same where a remote place has had enough of us and does not say for how long. */
    private static final Object DEFAULT_UPSTREAM_SECONDS = 60;

    private static String told(Object seconds, Object otherwise) {
        return String.valueOf(seconds == null ? otherwise : seconds);
    }

    static ErrorReply of(ApiFamily family, DockException refusal) {
        Problem problem = refusal.problem();
        Map<String, String> headers = new LinkedHashMap<>(family.headers(refusal.getMessage(), refusal.details()));
        if (problem == Problem.UNAUTHORIZED) {
            headers.put("WWW-Authenticate", "Bearer realm=\"modeldock\"");
        }
        Object seconds = refusal.details().get("retryAfterSeconds");
        switch (problem) {
            case NOT_READY, RATE_LIMITED -> headers.put("Retry-After", told(seconds, DEFAULT_RETRY_SECONDS));
            case UPSTREAM_LIMITED -> headers.put("Retry-After", told(seconds, DEFAULT_UPSTREAM_SECONDS));
            default -> {
                if (seconds != null) {
                    headers.put("Retry-After", told(seconds, seconds));
                }
            }
        }
        Map<String, Object> body = family.body(family.status(problem), problem.name(), refusal.getMessage());
        if (family.tellsDetails()) {
            refusal.details().forEach((name, value) -> {
                if (!name.startsWith(ApiFamily.HEADER)) {
                    body.putIfAbsent(name, value);
                }
            });
            // Many faults at once, each with its place, say more than the one that the family makes of the sentence.
            if (refusal.details().containsKey("errors")) {
                body.put("errors", refusal.details().get("errors"));
            }
        }
        return new ErrorReply(family.status(problem), headers, body);
    }

    /** What HTTP itself refuses, such as a method or a header, has no {@link Problem} of its own. */
    static ErrorReply of(ApiFamily family, int status, String code, String sentence) {
        return new ErrorReply(status, family.headers(sentence, Map.of()), family.body(status, code, sentence));
    }
}
