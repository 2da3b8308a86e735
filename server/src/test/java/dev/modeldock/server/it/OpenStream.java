package dev.modeldock.server.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** An answer that goes on: its lines, as they come, and how it ends. */
final class OpenStream implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final HttpResponse<InputStream> response;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private volatile String end = "";

    private OpenStream(HttpResponse<InputStream> response) {
        this.response = response;
        this.reader = new Thread(this::read, "open-stream");
        reader.setDaemon(true);
        reader.start();
    }

    /** Ask, and return once the head of the answer is here. */
    static OpenStream of(String url, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        headers.forEach(request::header);
        try {
            return new OpenStream(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new AssertionError("no answer from " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void read() {
        StringBuilder line = new StringBuilder();
        try (InputStream in = response.body()) {
            // No reader of characters: it would wait for more than one line.
            for (int each = in.read(); each >= 0; each = in.read()) {
                if (each == '\n') {
                    lines.add(utf8(line));
                    line.setLength(0);
                } else {
                    line.append((char) each);
                }
            }
            end = "whole";
        } catch (IOException e) {
            end = "broken: " + e;
        }
        if (line.length() > 0) {
            lines.add(utf8(line));
        }
    }

    private static String utf8(StringBuilder bytes) {
        return new String(bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** What has come so far. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Wait for a line. */
    String awaitLine(String what, Predicate<String> wanted) {
        return Await.until(
                        what + " in the stream",
                        this::lines,
                        seen -> seen.stream().anyMatch(wanted) || !reader.isAlive())
                .stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the stream ended without " + what + ": " + lines));
    }

    /** Wait for the end; {@code whole}, or how it broke off. */
    String awaitEnd() {
        return Await.until("the end of the stream; came: " + lines, () -> end, said -> !said.isEmpty());
    }

    /** Whether it goes on. */
    boolean isOpen() {
        return end.isEmpty();
    }

    /** Hang up. */
    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new AssertionError("could not hang up", e);
        }
    }
}
