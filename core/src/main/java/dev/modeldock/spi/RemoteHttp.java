package dev.modeldock.spi;

import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * HTTP as the host speaks it: through the operator's proxy and certificates, with bounded time and redirects. Reading a
 * body ends with {@link java.io.InterruptedIOException} soon after the thread is interrupted, and with an
 * {@link java.io.IOException} when another thread closes it. Close every body. A request's own timeout counts until the
 * answer begins (30 s without one), never for its body; bodies of requests must be repeatable; a
 * {@code User-Agent} is added where there is none.
 */
public interface RemoteHttp {
    /**
     * Send a request and follow a bounded number of redirects ({@code POST} those of 307 and 308 only). What identifies
     * the caller ({@code Authorization}, {@code Cookie}) is left out once the scheme, host or port changes. No redirect
     * leads from a public address into a private network.
     *
     * @return the last answer, whatever its status; {@code uri()} tells where it came from
     * @throws SourceException {@code UNREACHABLE} when nobody answers in time, {@code BROKEN} for redirects that lead
     *     nowhere, {@code REFUSED} for an address that is not asked
     */
    HttpResponse<InputStream> send(HttpRequest request) throws SourceException, InterruptedException;

    /** Send a request and return its own answer, be it a redirect. */
    HttpResponse<InputStream> sendOnce(HttpRequest request) throws SourceException, InterruptedException;

    /**
     * As {@link #send}, for an address that neither the operator nor the one who asked has chosen: private and local ones
     * are refused unless the operator named them, in a setting of this source or in {@code network.privateHosts}.
     */
    HttpResponse<InputStream> sendPublic(HttpRequest request) throws SourceException, InterruptedException;

    /**
     * The usual meaning of a status that is no success; sources whose place says more precise things look at these first.
     *
     * @param what was asked for, as a sentence may name it
     */
    static SourceException refusal(HttpResponse<?> response, String what) {
        int status = response.statusCode();
        String told = response.uri().getHost() + " answered " + status + " for " + what;
        return switch (status) {
            case 401, 403 ->
                new SourceException(
                        SourceException.Reason.DENIED, told + ": access is denied. Send a token that may read it.");
            case 404, 410 ->
                new SourceException(SourceException.Reason.NOT_FOUND, told + ": it is not there. Check the name.");
            case 429 ->
                SourceException.rateLimited(
                        told + ": too many requests. Try again later.",
                        retryAfter(response).orElse(null));
            default ->
                status == 408 || status >= 500
                        ? SourceException.unreachable(
                                told + ": it fails there. Try again later.",
                                retryAfter(response).orElse(null))
                        : new SourceException(SourceException.Reason.BROKEN, told + ", which was not expected.");
        };
    }

    /** How long the answer asks to wait, where {@code Retry-After} says it in seconds. */
    static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .map(String::strip)
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }
}
