package dev.modeldock.network;

import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** HTTP for sources. */
public final class HostHttp implements RemoteHttp {
    private final HttpClient following = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final HttpClient once = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    @Override
    public HttpResponse<InputStream> send(HttpRequest request) throws SourceException, InterruptedException {
        return send(following, request);
    }

    @Override
    public HttpResponse<InputStream> sendOnce(HttpRequest request) throws SourceException, InterruptedException {
        return send(once, request);
    }

    @Override
    public HttpResponse<InputStream> sendPublic(HttpRequest request) throws SourceException, InterruptedException {
        return send(following, request);
    }

    private static HttpResponse<InputStream> send(HttpClient client, HttpRequest request)
            throws SourceException, InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new SourceException(Reason.UNREACHABLE, request.uri().getHost() + " does not answer.", e);
        }
    }
}
