package dev.modeldock.sources.github;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * Where an LFS object can be downloaded for a while.
 *
 * @param headers to be sent, and no others that identify the caller
 * @param expires when the address ends; {@link Instant#MAX} when it does not tell
 */
record LfsAction(URI href, Map<String, String> headers, Instant expires) {
    @Override
    public String toString() {
        // The address is signed and the headers may hold a secret.
        return "LfsAction[" + href.getHost() + "]";
    }
}
