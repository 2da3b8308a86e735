package dev.modeldock.server.http;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Stands before every route. A presented key must be good. Without one, whoever has signed in on the page is let in, and a server that listens on loopback lets the
 * local user in, so that the first curl works, but not what a web page or a proxy may have sent: there the Host must
 * be a loopback name (DNS rebinding), the origin must not be another site, and a forwarding header means a proxy.
 *
 * @param <C> the caller
 */
public final class Guard<C> implements Handler {
    private static final String CALLER = Guard.class.getName() + ".caller";
    private static final String SIGNED_IN = Guard.class.getName() + ".signedIn";
    private static final String API_KEY = "X-api-key";
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|[a-z0-9-]+\\.localhost|127(\\.\\d{1,3}){3}|\\[::1]|::1");
    /** What some clients in JavaScript send when they have none. */
    private static final Set<String> NONE = Set.of("", "undefined", "null");

    private static final Set<String> FORWARDING = Set.of("forwarded", "x-real-ip", "via");

    private static final int HTTP_PORT = 80;

    private final Admission<C> access;
    private final SignInCookie cookie;
    private final boolean loopback;

    public Guard(Admission<C> access, SignInCookie cookie) {
        this.access = access;
        this.cookie = cookie;
        this.loopback = isLoopback(access.host());
    }

    @Override
    public void handle(Context ctx) {
        if (access.open().test(ctx.path())) {
            return;
        }
        String key = presentedKey(ctx);
        ctx.attribute(CALLER, key == null ? signedIn(ctx).orElseGet(() -> withoutKey(ctx)) : withKey(ctx, key));
    }

    /** Whether the first comer is let in, where the request comes from this machine. */
    public boolean isOpen() {
        return loopback;
    }

    /** Who has signed in, when the dock's own page sends this. */
    private Optional<C> signedIn(Context ctx) {
        Optional<C> found = cookie.token(ctx).flatMap(access.byToken());
        found.ifPresent(caller -> {
            cookie.requireOwnPage(ctx);
            ctx.attribute(SIGNED_IN, true);
        });
        return found;
    }

    /** Whether it was a sign-in that let this request in. */
    public boolean isSignedIn(Context ctx) {
        return ctx.attribute(SIGNED_IN) != null;
    }

    private C withKey(Context ctx, String key) {
        Optional<C> found = access.byKey().apply(key);
        boolean forgiven = loopback
                && ctx.header(API_KEY) == null
                && access.forgiving().test(ctx.req().getMethod(), ctx.path());
        return found.isEmpty() && forgiven ? withoutKey(ctx) : found.orElseThrow(() -> unknownKey(ctx.path()));
    }

    /** Who sent this request. Only for routes that are not open. */
    public C caller(Context ctx) {
        C caller = ctx.attribute(CALLER);
        if (caller == null) {
            throw new IllegalStateException("The route " + Shown.path(ctx.path()) + " is open and has no caller");
        }
        return caller;
    }

    private static String presentedKey(Context ctx) {
        String key = ctx.header(API_KEY);
        if (key != null) {
            return key.strip();
        }
        String authorization = ctx.header("Authorization");
        if (authorization == null) {
            return null;
        }
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new DockException(
                    Problem.UNAUTHORIZED,
                    "The Authorization header is not of the kind Bearer; send the key as "
                            + "\"Authorization: Bearer <key>\" or as \"X-api-key: <key>\".");
        }
        String token = authorization.substring(7).strip();
        return NONE.contains(token) ? null : token;
    }

    private C withoutKey(Context ctx) {
        if (!loopback) {
            throw keyNeeded("This server listens beyond its own machine, so every request needs a key");
        }
        for (String header : ctx.headerMap().keySet()) {
            String name = header.toLowerCase(Locale.ROOT);
            if (FORWARDING.contains(name) || name.startsWith("x-forwarded-")) {
                throw keyNeeded(
                        "The request came through a proxy (it has the header " + header + "), so it needs a key");
            }
        }
        String host = ctx.header("Host");
        if (host == null || !isLoopback(withoutPort(host))) {
            throw refused("The Host header names " + (host == null ? "nothing" : Shown.text(host))
                    + "; without a key only localhost and 127.0.0.1 are served.");
        }
        refuseOtherSites(ctx, host);
        return access.local();
    }

    private static void refuseOtherSites(Context ctx, String host) {
        if ("cross-site".equalsIgnoreCase(ctx.header("Sec-Fetch-Site"))) {
            throw refused("The request was caused by another site's page; without a key that is not served.");
        }
        String origin = ctx.header("Origin");
        if (origin != null && !isOwnOrigin(origin, host)) {
            throw refused("The request was sent by a page of " + Shown.text(origin)
                    + "; without a key only this server's own pages are served.");
        }
    }

    /** Another port of this machine may be another program's, or another user's: its pages are another site's. */
    private static boolean isOwnOrigin(String origin, String host) {
        try {
            URI uri = new URI(origin);
            return uri.getHost() != null && isLoopback(uri.getHost()) && port(uri.getAuthority()) == port(host);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static int port(String authority) {
        String digits = authority.substring(withoutPort(authority).length());
        return digits.isEmpty() ? HTTP_PORT : Integer.parseInt(digits.substring(1));
    }

    /** Whether a name or an address means this machine and nothing else. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":\\d{1,5}$", "");
    }

    private static DockException unknownKey(String path) {
        // Clients of Hugging Face send what they have stored for that place to every other one too.
        String foreign = ApiFamily.of(path) == ApiFamily.HUB
                ? " If it is a token of another hub: unset HF_TOKEN, or set it to a key of this server, as"
                        + " \"modeldock keys create --hub\" makes them."
                : "";
        return new DockException(
                Problem.UNAUTHORIZED,
                "The key is unknown, revoked or expired; ask the operator for another one." + foreign,
                Map.of("X-Error-Message", "Invalid credentials in Authorization header"));
    }

    private static DockException keyNeeded(String why) {
        return new DockException(
                Problem.UNAUTHORIZED,
                why + "; send it as \"X-api-key: <key>\". The operator makes one with modeldock keys create.",
                // A hub hides what it has from those who show nothing, and its clients know this of it.
                Map.of("X-Error-Code", "RepoNotFound"));
    }

    private static DockException refused(String sentence) {
        return new DockException(Problem.FORBIDDEN, sentence);
    }
}
