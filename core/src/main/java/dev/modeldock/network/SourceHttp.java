package dev.modeldock.network;

import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** HTTP for one source. */
final class SourceHttp implements RemoteHttp {
    private static final int MAX_REDIRECTS = 10;
    /** A redirect's own page is small; past this the connection is not worth keeping. */
    private static final int MAX_DRAINED = 64 << 10;

    private static final Duration DRAIN_TIME = Duration.ofSeconds(1);

    private final Connections connections;
    private final Pass.Rules rules;
    private final String userAgent;

    SourceHttp(Connections connections, Pass.Rules rules, String userAgent) {
        this.connections = connections;
        this.rules = rules;
        this.userAgent = userAgent;
    }

    @Override
    public HttpResponse<InputStream> send(HttpRequest request) throws SourceException, InterruptedException {
        return follow(request, new Pass(rules, false));
    }

    @Override
    public HttpResponse<InputStream> sendPublic(HttpRequest request) throws SourceException, InterruptedException {
        return follow(request, new Pass(rules, true));
    }

    @Override
    public HttpResponse<InputStream> sendOnce(HttpRequest request) throws SourceException, InterruptedException {
        refuseUnclear(request.uri());
        return new Answer(step(Outgoing.first(request), new Pass(rules, false)), request);
    }

    private Answer follow(HttpRequest request, Pass pass) throws SourceException, InterruptedException {
        refuseUnclear(request.uri());
        Set<String> asked = new LinkedHashSet<>();
        Outgoing outgoing = Outgoing.first(request);
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            asked.add(Origin.of(outgoing.uri()).place());
            HttpResponse<BodyStream> answer = step(outgoing, pass);
            Optional<URI> next = next(request.method(), answer);
            if (next.isEmpty()) {
                return new Answer(answer, request);
            }
            outgoing = outgoing.to(next.get());
        }
        throw new SourceException(
                Reason.BROKEN,
                "More than " + MAX_REDIRECTS + " redirects and no end, by way of " + String.join(", ", asked) + ".");
    }

    private static void refuseUnclear(URI uri) throws SourceException {
        if (!Origin.isWeb(uri)) {
            throw new SourceException(Reason.REFUSED, "An http or https address was expected.");
        }
        if (uri.getRawUserInfo() != null) {
            throw new SourceException(
                    Reason.REFUSED,
                    "The address of " + Origin.of(uri).place() + " holds a user or a password, which addresses show to"
                            + " everybody. Leave it out.");
        }
    }

    /** Ask one address, where it may be asked. */
    private HttpResponse<BodyStream> step(Outgoing outgoing, Pass pass) throws SourceException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Asked to stop before a request");
        }
        pass.admit(outgoing.uri());
        HttpResponse<BodyStream> answer = ask(outgoing);
        boolean admitted = false;
        try {
            pass.admitAnswer(outgoing.uri());
            admitted = true;
        } finally {
            if (!admitted) {
                answer.body().close();
            }
        }
        return answer;
    }

    private HttpResponse<BodyStream> ask(Outgoing outgoing) throws SourceException, InterruptedException {
        Origin origin = Origin.of(outgoing.uri());
        Optional<ProxyServer> proxy = rules.proxies().of(outgoing.uri());
        try {
            HttpResponse<BodyStream> answer = connections.send(
                    outgoing.made(userAgent, proxy), outgoing.request().timeout());
            if (answer.statusCode() == 407 && proxy.isPresent()) {
                // Where it was the tunnel that was refused, the JDK gives no body at all.
                Optional.ofNullable(answer.body()).ifPresent(BodyStream::close);
                throw Unreachable.proxyWantsPassword(origin, proxy.get());
            }
            return answer;
        } catch (IOException e) {
            throw Unreachable.because(e, origin, proxy);
        }
    }

    /** Where an answer leads; then its own bytes are done with. */
    private static Optional<URI> next(String method, HttpResponse<BodyStream> answer) throws SourceException {
        boolean last = false;
        try {
            Optional<URI> next = Redirect.of(method, answer);
            last = next.isEmpty();
            return next;
        } finally {
            if (!last) {
                answer.body().drain(MAX_DRAINED, DRAIN_TIME);
            }
        }
    }
}
