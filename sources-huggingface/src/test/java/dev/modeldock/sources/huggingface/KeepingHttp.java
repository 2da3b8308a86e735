package dev.modeldock.sources.huggingface;

import dev.modeldock.network.HostHttp;
import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** HTTP that keeps what {@link RemoteHttp} promises of redirects and of stopping. */
final class KeepingHttp implements RemoteHttp {
    private final RemoteHttp host = new HostHttp();

    @Override
    public HttpResponse<InputStream> send(HttpRequest request) throws SourceException, InterruptedException {
        HttpRequest next = request;
        for (int redirects = 0; redirects < 10; redirects++) {
            HttpResponse<InputStream> answer = host.sendOnce(next);
            Optional<String> location = answer.headers().firstValue("Location");
            if (answer.statusCode() / 100 != 3 || location.isEmpty()) {
                return new Answer(answer);
            }
            close(answer);
            next = redirected(next, next.uri().resolve(location.get()));
        }
        throw new SourceException(Reason.BROKEN, "Too many redirects.");
    }

    private static HttpRequest redirected(HttpRequest request, URI to) {
        boolean same = Endpoint.sameOrigin(request.uri(), to);
        HttpRequest.Builder next = HttpRequest.newBuilder(to);
        request.headers().map().forEach((name, values) -> {
            if (same || !name.equalsIgnoreCase("Authorization")) {
                values.forEach(value -> next.header(name, value));
            }
        });
        return next.build();
    }

    private static void close(HttpResponse<InputStream> answer) {
        try {
            answer.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public HttpResponse<InputStream> sendOnce(HttpRequest request) throws SourceException, InterruptedException {
        return host.sendOnce(request);
    }

    @Override
    public HttpResponse<InputStream> sendPublic(HttpRequest request) throws SourceException, InterruptedException {
        return send(request);
    }

    /** An answer whose body can be stopped. */
    private record Answer(HttpResponse<InputStream> of) implements HttpResponse<InputStream> {
        @Override
        public InputStream body() {
            return new StoppableBody(of.body());
        }

        @Override
        public int statusCode() {
            return of.statusCode();
        }

        @Override
        public HttpRequest request() {
            return of.request();
        }

        @Override
        public Optional<HttpResponse<InputStream>> previousResponse() {
            return of.previousResponse();
        }

        @Override
        public HttpHeaders headers() {
            return of.headers();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return of.sslSession();
        }

        @Override
        public URI uri() {
            return of.uri();
        }

        @Override
        public HttpClient.Version version() {
            return of.version();
        }
    }
}
