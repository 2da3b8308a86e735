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
    };

    private static final Pattern TAO_PATHS = Pattern.compile("/api/v1(?:/(?!account/).*)?");

    /** The family of a request's raw path. */
    public static ApiFamily of(String path) {
        String flat = path.replaceAll("/+", "/");
        return flat.startsWith("/api/public/")
                ? PUBLIC
                : TAO_PATHS.matcher(flat).matches() ? TAO : NATIVE;
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
            case TOO_LARGE, INSUFFICIENT_STORAGE -> 413;
            case RATE_LIMITED -> 429;
            case SERVER_ERROR -> 500;
            case UPSTREAM_LIMITED -> 503;
            case UPSTREAM_UNREACHABLE, UPSTREAM_BROKEN -> 502;
        };
    }

    /** Whether what a refusal knows beside its sentence stands in the body too. */
    boolean tellsDetails() {
        return true;
    }

    abstract Map<String, Object> body(int status, String code, String sentence);
}
