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

    static ErrorReply of(ApiFamily family, DockException refusal) {
        Problem problem = refusal.problem();
        Map<String, String> headers = new LinkedHashMap<>();
        if (problem == Problem.UNAUTHORIZED) {
            headers.put("WWW-Authenticate", "Bearer realm=\"modeldock\"");
        }
        if (problem == Problem.NOT_READY || problem == Problem.RATE_LIMITED) {
            Object seconds = refusal.details().getOrDefault("retryAfterSeconds", DEFAULT_RETRY_SECONDS);
            headers.put("Retry-After", String.valueOf(seconds));
        }
        Map<String, Object> body = family.body(problem.name(), refusal.getMessage());
        refusal.details().forEach(body::putIfAbsent);
        return new ErrorReply(family.status(problem), headers, body);
    }

    /** What HTTP itself refuses, such as a method or a header, has no {@link Problem} of its own. */
    static ErrorReply of(ApiFamily family, int status, String code, String sentence) {
        return new ErrorReply(status, Map.of(), family.body(code, sentence));
    }
}
