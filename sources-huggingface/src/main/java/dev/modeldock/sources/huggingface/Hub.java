package dev.modeldock.sources.huggingface;

import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.SourceContext;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A hub as it is asked: what every request to it carries, and what becomes of answers that are no success. */
final class Hub {
    private final Endpoint endpoint;
    private final RemoteHttp http;
    private final String userAgent;
    private final HubRefusals refusals;

    Hub(Endpoint endpoint, SourceContext context) {
        this.endpoint = endpoint;
        this.http = context.http();
        this.userAgent = context.userAgent();
        this.refusals = new HubRefusals(endpoint);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** The meanings of its answers. */
    HubRefusals refusals() {
        return refusals;
    }

    /** Ask for JSON; redirects are followed. The answer may be any. */
    HttpResponse<InputStream> get(URI uri, Token token) throws SourceException, InterruptedException {
        return http.send(
                request(uri, token).header("Accept", "application/json").build());
    }

    /** Ask for JSON that has to be there. */
    HttpResponse<InputStream> require(URI uri, Asked asked) throws SourceException, InterruptedException {
        HttpResponse<InputStream> answer = get(uri, asked.token());
        if (answer.statusCode() != 200) {
            throw refusal(answer, asked, "");
        }
        return answer;
    }

    /** Open a request of one's own with {@link #request}; redirects are followed. */
    HttpResponse<InputStream> send(HttpRequest request) throws SourceException, InterruptedException {
        return http.send(request);
    }

    /** Ask what is told of an address, without being sent anywhere. The answer has no body left. */
    HttpResponse<InputStream> head(URI uri, Token token) throws SourceException, InterruptedException {
        HttpResponse<InputStream> answer = http.sendOnce(request(uri, token)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
        close(answer);
        return answer;
    }

    HttpRequest.Builder request(URI uri, Token token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).header("User-Agent", userAgent).header("Accept-Encoding", "identity");
        return token.isPresent() ? request.header("Authorization", "Bearer " + token.secret()) : request;
    }

    /**
     * The meaning of an answer that is no success; closes it.
     *
     * @param file the path that was asked for, or empty
     */
    SourceException refusal(HttpResponse<InputStream> answer, Asked asked, String file) {
        close(answer);
        return refusals.of(answer, asked, file);
    }

    static void close(HttpResponse<InputStream> answer) {
        try {
            answer.body().close();
        } catch (IOException alreadyGone) {
            // Nobody wanted its bytes, so nothing is lost with the connection.
        }
    }
}
