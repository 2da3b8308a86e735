package dev.modeldock.sources.github.git;

import java.net.URI;
import java.util.Optional;

/**
 * Where a repository is cloned from.
 *
 * @param url of the repository, without credentials
 * @param authorization the value of the header of that name, sent to the url's scheme, host and port only
 * @param userAgent how requests introduce themselves
 */
public record GitAddress(URI url, Optional<String> authorization, String userAgent) {
    /** Whether another address belongs to the same scheme, host and port. */
    boolean ownsOriginOf(URI other) {
        return url.getScheme().equalsIgnoreCase(other.getScheme())
                && url.getHost().equalsIgnoreCase(other.getHost())
                && port(url) == port(other);
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return address.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
