package dev.modeldock.server.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** A running dock. Whatever is no success ends the command with the dock's own sentence. Safe for many threads. */
public final class RemoteDock {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Set<Integer> MOVED = Set.of(301, 302, 307, 308);
    private static final int MOST_MOVES = 5;

    private final DockAddress address;
    private final HttpClient client;

    private RemoteDock(DockAddress address) {
        this.address = address;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        if (address.base().getScheme().equals("http")) {
            builder.sslContext(unused());
        }
        this.client = builder.build();
    }

    /** The dock that a command names. Nothing is asked yet. */
    public static RemoteDock of(Call call) {
        return new RemoteDock(DockAddress.of(call));
    }

    /** Without TLS there is nobody to trust, and the JDK's authorities need not be read, which takes a while. */
    private static SSLContext unused() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has TLS", e);
        }
    }

    public DockAddress address() {
        return address;
    }

    /** The JSON that lies there. */
    public JsonNode get(String path) throws InterruptedException {
        return Json.read(require(bytes("GET", path, BodyPublishers.noBody())).body());
    }

    /** The JSON that lies there, or empty when there is nothing. */
    public Optional<JsonNode> find(String path) throws InterruptedException {
        HttpResponse<byte[]> answer = bytes("GET", path, BodyPublishers.noBody());
        return answer.statusCode() == 404
                ? Optional.empty()
                : Optional.of(Json.read(require(answer).body()));
    }

    /** Send JSON, or nothing when {@code body} is null, and tell the answer; an empty one is an empty object. */
    public JsonNode send(String method, String path, JsonNode body) throws InterruptedException {
        byte[] answer = require(answer(method, path, body)).body();
        return answer.length == 0 ? Json.object() : Json.read(answer);
    }

    /** As {@link #send}, with status and headers. */
    public HttpResponse<byte[]> answer(String method, String path, JsonNode body) throws InterruptedException {
        return bytes(method, path, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
    }

    /** The answer if it is a success; else the end of the command. */
    public static HttpResponse<byte[]> require(HttpResponse<byte[]> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw Refusal.of(answer.statusCode(), answer.body());
        }
        return answer;
    }

    private HttpResponse<byte[]> bytes(String method, String path, BodyPublisher body) throws InterruptedException {
        try {
            HttpRequest.Builder request = request(path).method(method, body);
            if (body.contentLength() != 0) {
                request.header("Content-Type", "application/json");
            }
            return exchange(request.build());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** A request to a path of the dock, with the key. */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.base() + path));
        address.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        return request;
    }

    /** Send a request and follow where a thing has moved to within the dock. */
    public HttpResponse<byte[]> exchange(HttpRequest request) throws IOException, InterruptedException {
        HttpRequest next = request;
        for (int moves = 0; ; moves++) {
            HttpResponse<byte[]> answer = client.send(next, BodyHandlers.ofByteArray());
            Optional<URI> moved = answer.headers().firstValue("Location").map(next.uri()::resolve);
            if (!MOVED.contains(answer.statusCode()) || moved.isEmpty() || moves == MOST_MOVES) {
                return answer;
            }
            if (!moved.get().getRawAuthority().equals(address.base().getRawAuthority())) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "The dock sends us to another place, " + moved.get() + ", where we do not go.");
            }
            next = HttpRequest.newBuilder(next, (name, value) -> true)
                    .uri(moved.get())
                    .build();
        }
    }

    /** Send a request and read its answer while it comes. */
    public HttpResponse<InputStream> open(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofInputStream());
    }

    /** What to throw when nobody answers, or the answer breaks off. */
    public CommandFailure unreachable(IOException cause) {
        String why = cause.getMessage() == null || cause.getMessage().isBlank() ? "" : " (" + cause.getMessage() + ")";
        return new CommandFailure(
                ExitCode.UNREACHABLE,
                "No dock answers at " + address + why
                        + ". Start one with modeldock serve, or name another with --url or " + DockAddress.URL_VARIABLE
                        + ".",
                cause);
    }

    /** What to throw for an answer that was read as a stream and is no success. */
    public static CommandFailure refused(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            return Refusal.of(answer.statusCode(), body.readNBytes(1 << 20));
        }
    }
}
