package dev.modeldock.server.http;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The cookie of who has signed in on the page. Scripts cannot read it, and it counts only where the browser says that the
 * dock's own page has sent it: cookies know no ports, so that any other program's page on this machine could send it too.
 */
public final class SignInCookie {
    private static final Set<String> SAFE = Set.of("GET", "HEAD");

    private final String publicUrl;
    private final boolean secure;

    /** @param publicUrl how clients reach the server, or empty: then as each request says */
    public SignInCookie(String publicUrl) {
        this.publicUrl = publicUrl;
        this.secure = publicUrl.startsWith("https:");
    }

    /** Of this port alone, for several docks of a machine share its cookies; the prefix is RFC 6265bis, section 4.1.3.2. */
    private String name(Context ctx) {
        return (secure ? "__Host-" : "") + "modeldock-" + ctx.req().getLocalPort();
    }

    /** What the browser has sent; empty when it has sent none. */
    public Optional<String> token(Context ctx) {
        return Optional.ofNullable(ctx.cookie(name(ctx))).filter(token -> !token.isBlank());
    }

    /** Let the browser keep a token for so long. */
    public void set(Context ctx, String token, Duration lifetime) {
        ctx.cookie(new Cookie(name(ctx), token, "/", (int) lifetime.toSeconds(), secure, true, null, SameSite.STRICT));
    }

    /** Let the browser forget it. */
    public void clear(Context ctx) {
        set(ctx, "", Duration.ZERO);
    }

    /**
     * Refuse with {@code FORBIDDEN} what the dock's own page has not sent, or may not have.
     *
     * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata</a>
     */
    public void requireOwnPage(Context ctx) {
        boolean safe = SAFE.contains(ctx.req().getMethod());
        String site = ctx.header("Sec-Fetch-Site");
        String origin = ctx.header("Origin");
        // Without either, only what changes nothing: every browser names the origin of what does.
        boolean own = site != null
                ? site.equals("same-origin") || site.equals("none") && safe
                : origin != null ? isOwn(ctx, origin) : safe;
        if (!own) {
            throw refused();
        }
    }

    /** Refuse with {@code FORBIDDEN} what another page has sent; a program that is no browser says nothing of pages. */
    public void refuseOtherPages(Context ctx) {
        if (ctx.header("Sec-Fetch-Site") != null || ctx.header("Origin") != null) {
            requireOwnPage(ctx);
        }
    }

    /** A proxy before the dock may speak another scheme than the dock does. */
    private boolean isOwn(Context ctx, String origin) {
        String own = publicUrl.isEmpty() ? "http://" + ctx.header("Host") : publicUrl;
        return authority(origin).isPresent() && authority(origin).equals(authority(own));
    }

    private static Optional<String> authority(String url) {
        try {
            return Optional.ofNullable(URI.create(url).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static DockException refused() {
        return new DockException(
                Problem.FORBIDDEN,
                "The browser has sent this for another site's page, or does not say for which; with a sign-in only this"
                        + " server's own pages are served. Programs send their key as \"X-api-key: <key>\".");
    }
}
