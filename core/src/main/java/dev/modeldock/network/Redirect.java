package dev.modeldock.network;

import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;

/** Where an answer leads. */
final class Redirect {
    private static final int MAX_LENGTH = 16 << 10;
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final String NO_URI_SIGNS = " \"<>\\^`{|}";

    private Redirect() {}

    /**
     * The next address, without user and fragment; empty when the answer is the last one.
     *
     * @throws SourceException {@code BROKEN} when it leads nowhere, {@code REFUSED} when it leads from {@code https} to
     *     {@code http}
     */
    static Optional<URI> of(String method, HttpResponse<?> answer) throws SourceException {
        boolean follows = switch (answer.statusCode()) {
            case 301, 302, 303 -> READING.contains(method);
            case 307, 308 -> true;
            default -> false;
        };
        return follows ? Optional.of(target(answer)) : Optional.empty();
    }

    private static URI target(HttpResponse<?> answer) throws SourceException {
        Origin from = Origin.of(answer.uri());
        String location = answer.headers().firstValue("Location").orElse("").strip();
        URI target;
        try {
            target = resolved(answer.uri(), location);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw leadsNowhere(from, answer.statusCode(), e);
        }
        if (location.isEmpty() || location.length() > MAX_LENGTH || !Origin.isWeb(target)) {
            throw leadsNowhere(from, answer.statusCode(), null);
        }
        if (from.scheme().equals("https") && !Origin.of(target).scheme().equals("https")) {
            throw new SourceException(
                    Reason.REFUSED,
                    from.place() + " leads from https to http at "
                            + Origin.of(target).place()
                            + ", where anybody could change the bytes. That is not followed.");
        }
        return target;
    }

    private static SourceException leadsNowhere(Origin from, int status, Exception cause) {
        return new SourceException(
                Reason.BROKEN,
                from.place() + " answered " + status + " with a Location that is no http or https address.",
                cause);
    }

    private static URI resolved(URI from, String location) throws URISyntaxException {
        String path = from.getRawPath().isEmpty() ? "/" : from.getRawPath();
        String origin = from.getScheme() + "://" + authority(from);
        // URI.resolve takes a mere query for a file's name, and joins a host without path and a name to a new host.
        String text = location.startsWith("?") ? origin + path + location : encoded(location);
        URI target = URI.create(origin + path).resolve(new URI(encoded(text)));
        if (!Origin.isWeb(target)) {
            return target;
        }
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        String rest = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        return new URI(target.getScheme() + "://" + authority(target) + rest + query);
    }

    private static String authority(URI uri) {
        return uri.getHost() + (uri.getPort() == -1 ? "" : ":" + uri.getPort());
    }

    /** Signs that many servers leave as they are, in the form in which a URI may hold them. */
    private static String encoded(String location) {
        StringBuilder encoded = new StringBuilder();
        for (char sign : location.toCharArray()) {
            // Header bytes arrive as one char each.
            boolean plain = sign > ' ' && sign < 0x7F && NO_URI_SIGNS.indexOf(sign) < 0;
            encoded.append(plain ? String.valueOf(sign) : String.format("%%%02X", sign & 0xFF));
        }
        return encoded.toString();
    }
}
