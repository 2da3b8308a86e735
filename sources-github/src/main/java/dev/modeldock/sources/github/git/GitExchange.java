package dev.modeldock.sources.github.git;

import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

/**
 * One conversation of JGit with a remote, through the host's HTTP. It remembers what went wrong in the host's own words,
 * as JGit wraps and rewords what it meets. For one thread.
 */
final class GitExchange implements HttpConnectionFactory, AutoCloseable {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);

    private final RemoteHttp http;
    private final GitAddress address;
    private final UnaryOperator<InputStream> meter;
    private final List<InputStream> bodies = new ArrayList<>();
    private Throwable failure;
    private HttpResponse<?> refused;

    GitExchange(RemoteHttp http, GitAddress address, UnaryOperator<InputStream> meter) {
        this.http = http;
        this.address = address;
        this.meter = meter;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return new GitConnection(url, this);
    }

    /** The host chooses the proxy, whatever JGit found. */
    @Override
    public HttpConnection create(URL url, Proxy ignored) throws IOException {
        return create(url);
    }

    GitAddress address() {
        return address;
    }

    /** What ended the conversation, when it was the host's HTTP or its metering. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** The last answer that was no success. */
    Optional<HttpResponse<?>> refused() {
        return Optional.ofNullable(refused);
    }

    /** Send a request; the credentials go to the address's own host only, and redirects are JGit's to follow. */
    HttpResponse<InputStream> send(URI uri, HttpRequest.Builder request) throws IOException {
        request.uri(uri).timeout(ANSWERS_WITHIN).setHeader("User-Agent", address.userAgent());
        boolean own = address.ownsOriginOf(uri);
        if (own) {
            address.authorization().ifPresent(value -> request.setHeader("Authorization", value));
        }
        try {
            HttpResponse<InputStream> response =
                    own ? http.sendOnce(request.build()) : http.sendPublic(request.build());
            bodies.add(response.body());
            if (response.statusCode() != 200) {
                refused = response;
                response.body().close();
            }
            return response;
        } catch (SourceException refusal) {
            failure = refusal;
            // JGit tries other ways to authenticate after most exceptions, but gives up after this one.
            throw (IOException) new InterruptedIOException(refusal.getMessage()).initCause(refusal);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Interrupted").initCause(stop);
        }
    }

    /** The body of a successful answer, counted and watched. */
    InputStream metered(InputStream body) {
        InputStream metered = new Watched(meter.apply(body));
        bodies.add(metered);
        return metered;
    }

    @Override
    public void close() {
        for (InputStream body : bodies) {
            try {
                body.close();
            } catch (IOException e) {
                // Nothing more is read from it, and its connection is not used again.
                failure = failure == null ? e : failure;
            }
        }
    }

    /** Remembers the first failure of a stream. */
    private final class Watched extends InputStream {
        private final InputStream stream;

        Watched(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return stream.read(bytes, offset, length);
            } catch (IOException | RuntimeException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
