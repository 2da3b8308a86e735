package dev.modeldock.network;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A proxy that speaks plain HTTP. Printing one shows no password.
 *
 * @param authorization what it wants to see in {@code Proxy-Authorization}, if anything
 */
record ProxyServer(String host, int port, Optional<String> authorization) {
    /** Read {@code http://user:password@host:port}; the scheme may be left out, and the port is 80 then as ever. */
    static Optional<ProxyServer> of(String text, String scheme) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || hasMore(uri)) {
                throw refusal(scheme, null);
            }
            int port = uri.getPort() == -1 ? 80 : uri.getPort();
            Optional<String> user = Optional.ofNullable(uri.getRawUserInfo());
            return Optional.of(new ProxyServer(uri.getHost(), port, user.map(ProxyServer::basic)));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw refusal(scheme, e);
        }
    }

    private static boolean hasMore(URI uri) {
        String path = uri.getRawPath();
        return !(path.isEmpty() || path.equals("/"))
                || uri.getRawQuery() != null
                || uri.getPort() == 0
                || uri.getPort() > 65_535;
    }

    private static String basic(String userInfo) {
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        byte[] both = (decoded(user) + ":" + decoded(password)).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private static String decoded(String text) {
        // The decoder is that of forms, where a plus is a space; here it is a plus.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The value is never shown, nor is the cause, which would show it: it may hold a password. */
    private static DockException refusal(String scheme, Exception cause) {
        String why = cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")";
        return new DockException(
                Problem.VALIDATION_ERROR,
                "The proxy for " + scheme + " addresses makes no sense" + why + "; expected is"
                        + " http://host:port or http://user:password@host:port, with special signs of the password"
                        + " percent-encoded. It is read from network.proxy, else from the environment's "
                        + scheme.toUpperCase(Locale.ROOT)
                        + "_PROXY or ALL_PROXY; network.proxy=none uses none.");
    }

    String place() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return place();
    }
}
