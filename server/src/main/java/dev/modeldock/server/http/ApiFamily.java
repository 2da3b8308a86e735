package dev.modeldock.server.http;

import static java.util.Map.entry;

import dev.modeldock.problems.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The families of routes that say no in their own words. Each says it in a body of its own. */
public enum ApiFamily {
    /** {@code /v1} and everything that belongs to no other family. */
    NATIVE {
        @Override
        Map<String, Object> body(int status, String code, String sentence) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("code", code);
            body.put("message", sentence);
            return body;
        }
    },
    /** {@code /api/public}: a body that clients of all generations of that API can read. */
    PUBLIC {
        @Override
        Map<String, Object> body(int status, String code, String sentence) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("success", false);
            body.put("error", Map.ofEntries(entry("code", code), entry("message", sentence)));
            body.put("message", sentence);
            body.put("errors", List.of(Map.ofEntries(entry("code", code), entry("msg", sentence))));
            return body;
        }
    },
    /** {@code /api/v1}: the TAO Toolkit API, whose clients look for its very sentences. */
    TAO {
        @Override
        Map<String, Object> body(int status, String code, String sentence) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("error_code", status);
            body.put("error_desc", sentence);
            return body;
        }

        /** Its clients know these two; the sentence says all. */
        @Override
        boolean tellsDetails() {
            return false;
        }
    },
    /** What clients of Hugging Face ask: they look at headers first, then at one sentence. */
    HUB {
        @Override
        Map<String, Object> body(int status, String code, String sentence) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("error", sentence);
            return body;
        }

        @Override
        Map<String, String> headers(String sentence, Map<String, Object> details) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("X-Error-Message", sentence.replaceAll("[^ -~]", "?"));
            details.forEach((name, value) -> {
                if (name.startsWith(HEADER)) {
                    headers.put(name, String.valueOf(value));
                }
            });
            return headers;
        }

        /** Its clients ask again after this one. */
        @Override
        int status(Problem problem) {
            return problem == Problem.NOT_READY ? 503 : super.status(problem);
        }

        @Override
        boolean tellsDetails() {
            return false;
        }
    };

    /** Details that begin so are headers for clients of Hugging Face, and nobody else's. */
    static final String HEADER = "X-";

    private static final Pattern HUB_PATHS = Pattern.compile(
            "/api/(?:models|repos|settings|whoami-v2|validate-yaml)(?:/.*)?|/v2/.*|/[^/]+(?:/[^/]+)?/(?:resolve|raw)/.*"
                    + "|/[^/]+(?:/[^/]+)?\\.git/.*|/lfs/.*");
    private static final Pattern TAO_PATHS = Pattern.compile("/api/v1(?:/(?!account/).*)?");

    /** The family of a request's raw path. */
    public static ApiFamily of(String path) {
        String flat = path.replaceAll("/+", "/");
        if (flat.startsWith("/api/public/")) {
            return PUBLIC;
        }
        if (TAO_PATHS.matcher(flat).matches()) {
            return TAO;
        }
        return !flat.startsWith("/v1/") && HUB_PATHS.matcher(flat).matches() ? HUB : NATIVE;
    }

    /** The HTTP status of a problem, in the words that all families share so far; one that differs has its own switch. */
    int status(Problem problem) {
        return switch (problem) {
            case VALIDATION_ERROR, INVALID_ARCHIVE, INVALID_MODEL, UNSAFE_MODEL, CHECKSUM_MISMATCH -> 400;
            case UNAUTHORIZED -> 401;
            case FORBIDDEN, GATED -> 403;
            case NOT_FOUND, NO_VALID_MODEL -> 404;
            case CONFLICT, MODEL_ALREADY_EXISTS, NOT_READY, CANCELED -> 409;
            case SESSION_EXPIRED -> 410;
            case OUTDATED -> 412;
            case TOO_LARGE, INSUFFICIENT_STORAGE -> 413;
            case RATE_LIMITED -> 429;
            case SERVER_ERROR -> 500;
            case UPSTREAM_LIMITED -> 503;
            case UPSTREAM_UNREACHABLE, UPSTREAM_BROKEN -> 502;
        };
    }

    /** Headers that go with a refusal's body. */
    Map<String, String> headers(String sentence, Map<String, Object> details) {
        return Map.of();
    }

    /** Whether what a refusal knows beside its sentence stands in the body too. */
    boolean tellsDetails() {
        return true;
    }

    abstract Map<String, Object> body(int status, String code, String sentence);
}
