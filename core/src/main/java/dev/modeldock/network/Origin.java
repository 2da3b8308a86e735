package dev.modeldock.network;

import java.net.URI;
import java.util.Locale;

/**
 * Whom a URI asks.
 *
 * @param host in lower case, an IPv6 address in brackets
 * @param port the scheme's own where the URI has none
 */
record Origin(String scheme, String host, int port) {
    private static final int MAX_PORT = 65_535;

    /** That of a URI with a host. */
    static Origin of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), uri.getPort() == -1 ? usual : uri.getPort());
    }

    /** Whether a URI is one that is asked at all. */
    static boolean isWeb(URI uri) {
        return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                && uri.getHost() != null
                && uri.getPort() <= MAX_PORT;
    }

    /** How sentences name it: without path and query, which may hold secrets. */
    String place() {
        return host + ":" + port;
    }
}
