package dev.modeldock.fakes;

import java.util.Map;

/**
 * What one request asked and got.
 *
 * @param server which of a fake's servers was asked: {@code hub}, {@code cdn}, {@code github}, {@code store}
 * @param method as sent
 * @param path as sent, undecoded, without the query
 * @param query as sent, or empty
 * @param file the path in the repository whose bytes were asked for, or empty
 * @param headers what was sent, with lower-case names
 * @param status what was answered, 0 while it is not
 * @param bytes of the body, as far as they were handed to the connection
 * @param failure why the answer broke off, or empty
 */
public record LoggedRequest(
        String server,
        String method,
        String path,
        String query,
        String file,
        Map<String, String> headers,
        int status,
        long bytes,
        String failure) {
    /** The header's value, or empty; the name in lower case. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    public String range() {
        return header("range");
    }

    public String ifRange() {
        return header("if-range");
    }

    /** Whether it carried an {@code Authorization} header. */
    public boolean authorized() {
        return headers.containsKey("authorization");
    }

    boolean matches(Glob glob) {
        return glob.matches(path) || (!file.isEmpty() && glob.matches(file));
    }

    @Override
    public String toString() {
        String asked = server + " " + method + " " + path + (query.isEmpty() ? "" : "?" + query);
        return asked + (range().isEmpty() ? "" : " " + range()) + " -> " + status + ", " + bytes + " bytes"
                + (failure.isEmpty() ? "" : " (" + failure + ")");
    }
}
