package dev.modeldock.network;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A request on its way.
 *
 * @param request as the source made it
 * @param uri where it goes now
 * @param anonymous it has been led elsewhere, so what identifies the caller stays out for good
 */
record Outgoing(HttpRequest request, URI uri, boolean anonymous) {
    private static final Set<String> IDENTITY = Set.of("authorization", "cookie");
    private static final String TO_PROXY = "Proxy-Authorization";

    static Outgoing first(HttpRequest request) {
        // A fragment is for who asks; a proxy would be told it.
        String asked = request.uri().toString();
        int fragment = asked.indexOf('#');
        return new Outgoing(request, fragment < 0 ? request.uri() : URI.create(asked.substring(0, fragment)), false);
    }

    Outgoing to(URI next) {
        return new Outgoing(request, next, anonymous || !Origin.of(next).equals(Origin.of(request.uri())));
    }

    /** What is sent. How long it may take is not part of it: the JDK's limit may come to include the body. */
    HttpRequest made(String userAgent, Optional<ProxyServer> proxy) {
        HttpRequest.Builder made = HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .expectContinue(request.expectContinue())
                .method(request.method(), request.bodyPublisher().orElse(HttpRequest.BodyPublishers.noBody()));
        request.headers().map().forEach((name, values) -> {
            if (isKept(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> made.header(name, value));
            }
        });
        if (request.headers().firstValue("User-Agent").isEmpty()) {
            made.header("User-Agent", userAgent);
        }
        // A dock that is asked by a dock, be it itself, sees that somebody else is behind the request.
        made.header("Via", "1.1 modeldock");
        proxy.flatMap(ProxyServer::authorization).ifPresent(value -> made.header(TO_PROXY, value));
        return made.build();
    }

    /** The proxy is the host's business: a source's word to it would reach the place itself where there is none. */
    private boolean isKept(String name) {
        return !name.equalsIgnoreCase(TO_PROXY) && !(anonymous && IDENTITY.contains(name));
    }
}
