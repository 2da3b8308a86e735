package dev.modeldock.server.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A plain HTTP client of one server, with or without a key. Follows no redirect. */
final class Http {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private static final String BOUNDARY = "----modeldock-test-boundary-7d81";

    private final String base;
    private final Map<String, String> headers;

    Http(String base) {
        this(base, Map.of());
    }

    private Http(String base, Map<String, String> headers) {
        this.base = base;
        this.headers = headers;
    }

    String base() {
        return base;
    }

    /** The same server, asked with one more header. */
    Http with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Http(base, more);
    }

    Http key(String key) {
        return with("X-api-key", key);
    }

    Answer get(String path) {
        return send("GET", path, null, BodyPublishers.noBody());
    }

    Answer head(String path) {
        return send("HEAD", path, null, BodyPublishers.noBody());
    }

    Answer delete(String path) {
        return send("DELETE", path, null, BodyPublishers.noBody());
    }

    Answer post(String path) {
        return send("POST", path, null, BodyPublishers.noBody());
    }

    Answer post(String path, Map<String, ?> json) {
        return json("POST", path, json);
    }

    Answer json(String method, String path, Map<String, ?> json) {
        JsonNode tree = Answer.JSON.valueToTree(json);
        return send(method, path, "application/json", BodyPublishers.ofString(tree.toString()));
    }

    Answer put(String path, byte[] body) {
        return send("PUT", path, "application/octet-stream", BodyPublishers.ofByteArray(body));
    }

    /** A multipart form: the file first, then the fields, as a browser would send it. */
    Answer form(String path, String fileName, byte[] file, Map<String, String> fields) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(utf8("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + fileName + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
        body.writeBytes(file);
        fields.forEach((name, value) -> body.writeBytes(utf8(
                "\r\n--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value)));
        body.writeBytes(utf8("\r\n--" + BOUNDARY + "--\r\n"));
        return send(
                "POST",
                path,
                "multipart/form-data; boundary=" + BOUNDARY,
                BodyPublishers.ofByteArray(body.toByteArray()));
    }

    /** {@code path} may be a whole URL as well. */
    Answer send(String method, String path, String type, BodyPublisher body) {
        URI target = URI.create(path.startsWith("http:") ? path : base + path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target).timeout(Duration.ofSeconds(120)).method(method, body);
        headers.forEach(request::header);
        if (type != null) {
            request.header("Content-Type", type);
        }
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(method + " " + target, response.statusCode(), lowerCase(response), response.body());
        } catch (IOException e) {
            throw new BrokenConnection(method + " " + target, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(method + " " + target + " was interrupted", e);
        }
    }

    private static Map<String, List<String>> lowerCase(HttpResponse<?> response) {
        Map<String, List<String>> lower = new TreeMap<>();
        response.headers().map().forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), values));
        return lower;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The server went away in the middle of a request. */
    static final class BrokenConnection extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenConnection(String request, IOException cause) {
            super(request + ": " + cause, cause);
        }
    }
}
