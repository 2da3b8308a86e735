package dev.modeldock.server.http;

import io.javalin.http.Context;

/** Builds absolute URLs that the client of this very request can reach. */
public final class Addresses {
    private final String publicUrl;

    /** {@code publicUrl} is what the operator set, or empty: then each request's own scheme and Host. */
    public Addresses(String publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** The absolute URL of {@code path}, which begins with a slash. */
    public String absolute(Context ctx, String path) {
        if (!publicUrl.isEmpty()) {
            return publicUrl + path;
        }
        String host = ctx.header("Host");
        String authority = host == null || host.isEmpty()
                ? ctx.req().getLocalName() + ":" + ctx.req().getLocalPort()
                : host;
        return ctx.req().getScheme() + "://" + authority + path;
    }
}
