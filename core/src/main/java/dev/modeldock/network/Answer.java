package dev.modeldock.network;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * An answer as a source sees it.
 *
 * @param request the source's own: what was sent may hold what only the proxy is to know
 */
record Answer(HttpResponse<BodyStream> response, HttpRequest request) implements HttpResponse<InputStream> {
    @Override
    public int statusCode() {
        return response.statusCode();
    }

    @Override
    public Optional<HttpResponse<InputStream>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
        return response.headers();
    }

    @Override
    public InputStream body() {
        return response.body();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return response.sslSession();
    }

    @Override
    public URI uri() {
        return response.uri();
    }

    @Override
    public HttpClient.Version version() {
        return response.version();
    }

    @Override
    public String toString() {
        return Origin.of(uri()).place() + " answered " + statusCode();
    }
}
