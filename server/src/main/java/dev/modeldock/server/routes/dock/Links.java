package dev.modeldock.server.routes.dock;

import dev.modeldock.access.UrlSigner;
import dev.modeldock.server.http.Addresses;
import dev.modeldock.server.http.Paths;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Download URLs, which open one path for whoever has them, for a while. */
public record Links(Addresses addresses, UrlSigner signer, Duration expiry, Clock clock) {
    /** The absolute URL of a decoded path on this server. */
    String to(Context ctx, String path) {
        return to(ctx, path, Instant.MAX);
    }

    /** As {@link #to(Context, String)}; it ends with what it leads to at the latest. */
    String to(Context ctx, String path, Instant end) {
        Instant usual = clock.instant().plus(expiry);
        return addresses.absolute(ctx, Paths.encoded(path)) + "?"
                + signer.sign(path, usual.isBefore(end) ? usual : end);
    }

    /** Let a request for a path pass, or refuse it as {@link UrlSigner#verify} does. */
    void verify(Context ctx, String path) {
        signer.verify(
                path,
                Optional.ofNullable(ctx.queryParam("e")).orElse(""),
                Optional.ofNullable(ctx.queryParam("s")).orElse(""));
    }
}
