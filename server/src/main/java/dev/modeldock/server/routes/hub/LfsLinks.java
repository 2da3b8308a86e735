package dev.modeldock.server.routes.hub;

import dev.modeldock.access.Caller;
import dev.modeldock.access.Keys;
import dev.modeldock.access.UrlSigner;
import dev.modeldock.hub.push.LargeObject;
import dev.modeldock.hub.push.LargeUploads;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Addresses;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The links at which large files are sent and fetched. Each carries its
 * permission, as clients send no key there, and is good as long as the key by which it was asked for.
 */
public record LfsLinks(Addresses addresses, UrlSigner signer, Keys keys, Clock clock) {
    /** Below this, the signature in the query stands for a key: owner, SHA-256, size, and what is to be done. */
    public static final String UPLOADS = "/lfs/uploads/";
    /** Below this too: SHA-256 and size. */
    public static final String DOWNLOADS = "/lfs/downloads/";

    /** Whose key a link hangs on, by its id; a link without one was given to the local user, who needs none. */
    private static final String KEY = "k";

    private static final Duration EXPIRY = LargeUploads.KEPT;

    /** How long a link is good for. */
    static long seconds() {
        return EXPIRY.toSeconds();
    }

    /**
     * Gives one client its links.
     *
     * @param caller whose key the links live as long as, at most
     */
    record Giving(LfsLinks links, Context ctx, Caller caller) {
        /**
         * An absolute link to an upload, or a part of it.
         *
         * @param rest such as {@code /verify}, or empty
         */
        String upload(LargeObject object, String rest) {
            return links.signed(this, UPLOADS + object.user() + "/" + object.sha256() + "/" + object.size() + rest);
        }

        String download(String sha256, long size) {
            return links.signed(this, DOWNLOADS + sha256 + "/" + size);
        }
    }

    Giving giving(Context ctx, Caller caller) {
        return new Giving(this, ctx, caller);
    }

    private String signed(Giving giving, String path) {
        String whole =
                path + giving.caller().keyId().map(id -> "?" + KEY + "=" + id).orElse("");
        return addresses.absolute(giving.ctx(), whole)
                + (whole.equals(path) ? "?" : "&")
                + signer.sign(whole, clock.instant().plus(EXPIRY));
    }

    /** The object of a request whose link is good; only then is anything of the path believed. */
    LargeObject verified(Context ctx, String rest) {
        String user = ctx.pathParam("user");
        String sha256 = ctx.pathParam("sha256");
        String size = ctx.pathParam("size");
        verify(ctx, UPLOADS + user + "/" + sha256 + "/" + size + rest);
        return new LargeObject(user, sha256, Long.parseLong(size));
    }

    /**
     * Let a request for a path pass, or refuse it as {@link UrlSigner#verify} does, and with {@code UNAUTHORIZED} when the key
     * by which the link was asked for is not good any longer.
     */
    void verify(Context ctx, String path) {
        Optional<String> key = Optional.ofNullable(ctx.queryParam(KEY));
        signer.verify(
                path + key.map(id -> "?" + KEY + "=" + id).orElse(""),
                Optional.ofNullable(ctx.queryParam("e")).orElse(""),
                Optional.ofNullable(ctx.queryParam("s")).orElse(""));
        if (key.filter(id -> !keys.isGood(id)).isPresent()) {
            throw new DockException(
                    Problem.UNAUTHORIZED,
                    "The key by which this link was asked for was revoked or has expired. Ask for a new link with another"
                            + " key.");
        }
    }
}
