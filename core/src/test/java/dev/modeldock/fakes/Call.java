package dev.modeldock.fakes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request, and the answer to it. */
final class Call {
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpExchange exchange;
    private final LogEntry entry;
    private final LoopbackServer server;
    private List<Fault> faults = List.of();
    private boolean begun;

    Call(HttpExchange exchange, LogEntry entry, LoopbackServer server) {
        this.exchange = exchange;
        this.entry = entry;
        this.server = server;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /** Undecoded, without the query. */
    String path() {
        return exchange.getRequestURI().getRawPath();
    }

    /** Path and query as sent. */
    String uri() {
        return exchange.getRequestURI().toString();
    }

    /** Path and query under the host name that the client used. */
    String absolute(String pathAndQuery) {
        return "http://" + requestHeader("Host").orElse("127.0.0.1") + pathAndQuery;
    }

    /** The names between the slashes, each decoded: one may hold a slash. */
    List<String> segments() {
        return Arrays.stream(path().substring(1).split("/", -1))
                .map(Call::decode)
                .toList();
    }

    Optional<String> query(String name) {
        String query = exchange.getRequestURI().getRawQuery();
        return query == null
                ? Optional.empty()
                : Arrays.stream(query.split("&"))
                        .filter(pair -> pair.equals(name) || pair.startsWith(name + "="))
                        .map(pair -> decode(pair.substring(Math.min(pair.length(), name.length() + 1))))
                        .findFirst();
    }

    Optional<String> requestHeader(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    InputStream body() {
        return exchange.getRequestBody();
    }

    LoopbackServer server() {
        return server;
    }

    /** The file's path in its repository, once it is known. */
    String file() {
        return entry.view().file();
    }

    void file(String path) {
        entry.file(path);
    }

    /** Let these strike; true when one of them has answered the request for good. */
    boolean struckBy(Faults place) throws IOException {
        faults = place.striking(this);
        for (Fault fault : faults) {
            if (fault.answers()) {
                fault.answer(this);
                return true;
            }
        }
        return false;
    }

    /** Those that struck last. */
    List<Fault> faults() {
        return faults;
    }

    Call header(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
        return this;
    }

    void json(int status, Object body) throws IOException {
        whole(status, "application/json; charset=utf-8", Content.of(JSON.writeValueAsBytes(body)));
    }

    void redirect(int status, String location) throws IOException {
        header("Location", location);
        whole(status, "text/plain", Content.of("Go to " + location + "\n"));
    }

    void whole(int status, String type, Content content) throws IOException {
        header("Content-Type", type);
        part(status, content, 0, content.size());
    }

    /** Answer with a part of the content, and its length (unless a fault hides it). */
    void part(int status, Content content, long from, long length) throws IOException {
        begin(status, length);
        if (!method().equals("HEAD") && length > 0) {
            OutputStream out = exchange.getResponseBody();
            content.write(from, length, new BodyStream(out, entry, faults, server.closed()));
            // Not when it broke off: closing a chunked body would end it as if it were whole.
            out.close();
        }
    }

    /** Answer with a body of unknown length, to be written to the stream. */
    OutputStream chunked(int status) throws IOException {
        entry.answered(status);
        begun = true;
        exchange.sendResponseHeaders(status, 0);
        return new BodyStream(exchange.getResponseBody(), entry, faults, server.closed());
    }

    /** Let the log tell of something that went wrong. */
    void note(IOException reason) {
        entry.failed(reason);
    }

    /** The end of a body of unknown length. */
    void ended() throws IOException {
        exchange.getResponseBody().close();
    }

    /** Tell of a fault of the fake itself, if it is not too late. */
    void failed(RuntimeException reason) {
        if (begun) {
            return;
        }
        try {
            json(500, Map.of("error", "The fake is at fault: " + reason));
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private void begin(int status, long length) throws IOException {
        entry.answered(status);
        begun = true;
        if (method().equals("HEAD")) {
            header("Content-Length", Long.toString(length));
            exchange.sendResponseHeaders(status, -1);
        } else if (faults.stream().anyMatch(Fault::withoutLength)) {
            exchange.sendResponseHeaders(status, 0);
        } else {
            exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        }
    }

    private static String decode(String text) {
        // The decoder is meant for forms, where + is a space; in a path it is itself.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
