package dev.modeldock.server.routes.hub;

import dev.modeldock.access.UrlSigner;
import dev.modeldock.hub.push.LargeObject;
import dev.modeldock.hub.push.LargeUploads;
import dev.modeldock.server.http.Addresses;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The links at which large files are sent and fetched. Each carries its permission, as clients send no key there. */
public record LfsLinks(Addresses addresses, UrlSigner signer, Clock clock) {
    /** Below this, the signature in the query stands for a key: owner, SHA-256, size, and what is to be done. */
    public static final String UPLOADS = "/lfs/uploads/";
    /** Below this too: SHA-256 and size. */
    public static final String DOWNLOADS = "/lfs/downloads/";

    private static final Duration EXPIRY = LargeUploads.KEPT;

    /** How long a link is good for. */
    static long seconds() {
        return EXPIRY.toSeconds();
    }

    /**
     * An absolute link to an upload, or a part of it.
     *
     * @param rest such as {@code /verify}, or empty
     */
    String upload(Context ctx, LargeObject object, String rest) {
        return signed(ctx, path(object) + rest);
    }

    String download(Context ctx, String sha256, long size) {
        return signed(ctx, DOWNLOADS + sha256 + "/" + size);
    }

    private static String path(LargeObject object) {
        return UPLOADS + object.user() + "/" + object.sha256() + "/" + object.size();
    }

    private String signed(Context ctx, String path) {
        return addresses.absolute(ctx, path) + "?"
                + signer.sign(path, clock.instant().plus(EXPIRY));
    }

    /** The object of a request whose link is good; only then is anything of the path believed. */
    LargeObject verified(Context ctx, String rest) {
        String user = ctx.pathParam("user");
        String sha256 = ctx.pathParam("sha256");
        String size = ctx.pathParam("size");
        verify(ctx, UPLOADS + user + "/" + sha256 + "/" + size + rest);
        return new LargeObject(user, sha256, Long.parseLong(size));
    }

    /** Let a request for a path pass, or refuse it as {@link UrlSigner#verify} does. */
    void verify(Context ctx, String path) {
        signer.verify(
                path,
                Optional.ofNullable(ctx.queryParam("e")).orElse(""),
                Optional.ofNullable(ctx.queryParam("s")).orElse(""));
    }
}
