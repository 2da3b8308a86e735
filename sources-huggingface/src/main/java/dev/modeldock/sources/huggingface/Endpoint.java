package dev.modeldock.sources.huggingface;

import dev.modeldock.spi.SourceException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Where a hub is, and the addresses of what it has. A mirror may live below a path.
 *
 * @param base without a slash at its end
 */
record Endpoint(String base) {
    static final String PUBLIC = "https://huggingface.co";

    private static final int LONGEST = 500;
    private static final String UNRESERVED = "-._~";

    /**
     * An endpoint as the operator wrote it.
     *
     * @param from where it is from, to begin a sentence with
     * @throws SourceException {@code REFUSED} when it is no address of a hub
     */
    static Endpoint of(String text, String from) throws SourceException {
        String base = text.strip().replaceAll("/+$", "");
        if (base.length() > LONGEST || !isAddress(base)) {
            // Not quoted whole: somebody may have written a password into it.
            throw Refusals.refused(from + " is no address of a hub. Expected is one such as " + PUBLIC
                    + " or https://mirror.example/some/path: http or https, a host, perhaps a port and a path,"
                    + " no user, no query. A token goes into source.huggingface.token.");
        }
        return new Endpoint(base);
    }

    private static boolean isAddress(String base) {
        try {
            URI uri = new URI(base);
            return uri.getScheme() != null
                    && List.of("http", "https").contains(uri.getScheme().toLowerCase(Locale.ROOT))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && Arrays.stream(uri.getRawPath().split("/")).noneMatch(Endpoint::isDots);
        } catch (URISyntaxException noAddress) {
            return false;
        }
    }

    private static boolean isDots(String segment) {
        return segment.equals(".") || segment.equals("..");
    }

    /** What the hub knows of a model at a revision. */
    URI info(String id, String revision) {
        return URI.create(base + "/api/models/" + id + "/revision/" + segment(revision));
    }

    /** The same, with what it knows of each file. */
    URI infoWithFiles(String id, String revision) {
        return URI.create(info(id, revision) + "?blobs=true");
    }

    /** The first page of a model's files. */
    URI tree(String id, String revision) {
        return URI.create(base + "/api/models/" + id + "/tree/" + segment(revision) + "?recursive=true&expand=false");
    }

    /** A file's bytes, or where to be sent for them. */
    URI file(String id, String revision, String path) {
        StringBuilder address = new StringBuilder(base + "/" + id + "/resolve/" + segment(revision));
        for (String name : path.split("/", -1)) {
            address.append('/').append(segment(name));
        }
        return URI.create(address.toString());
    }

    /** Who a token is. */
    URI whoAmI() {
        return URI.create(base + "/api/whoami-v2");
    }

    /** Something small that a hub has. */
    URI oneModel() {
        return URI.create(base + "/api/models?limit=1");
    }

    /** The page of a model, for people. */
    String page(String id) {
        return base + "/" + id;
    }

    String host() {
        return URI.create(base).getHost();
    }

    /** Whether an address is at the endpoint's scheme, host and port. */
    boolean holds(URI uri) {
        return sameOrigin(URI.create(base), uri);
    }

    static boolean sameOrigin(URI one, URI other) {
        return other.getHost() != null
                && one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    /** One segment of a path: a slash in it is none between segments. */
    private static String segment(String text) {
        StringBuilder segment = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            segment.append(plain ? String.valueOf(c) : String.format("%%%02X", b));
        }
        return segment.toString();
    }
}
