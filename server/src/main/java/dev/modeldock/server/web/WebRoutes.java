package dev.modeldock.server.web;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Shown;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@code /} and {@code /assets/{file}}: the page, which needs no key; what it shows does. Files lie at one level: longer
 * paths are those of models that are called so.
 */
public final class WebRoutes {
    /** Below this are the files of the page. */
    public static final String ASSETS = "/assets/";

    private static final String POLICY = "default-src 'self'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none';"
            + " frame-ancestors 'none'; form-action 'self'";

    private final Assets assets = new Assets();

    public void register(RoutesConfig routes) {
        routes.get("/", ctx -> send(ctx, Assets.PAGE));
        routes.get(ASSETS + "{file}", ctx -> send(ctx, ctx.pathParam("file")));
    }

    private void send(Context ctx, String name) {
        Asset asset = assets.find(name)
                .orElseThrow(() -> new DockException(
                        Problem.NOT_FOUND, "The page has no file " + Shown.text(name) + ". Load the page anew."));
        Optional<byte[]> packed = asset.packed().filter(bytes -> takesGzip(ctx));
        String tag = "\"" + asset.hash() + (packed.isPresent() ? "-gzip" : "") + "\"";
        ctx.header("ETag", tag)
                .header("Vary", "Accept-Encoding")
                .header("Cache-Control", asset.versioned() ? "public, max-age=31536000, immutable" : "no-cache")
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer");
        if (isKnown(ctx.header("If-None-Match"), tag)) {
            ctx.res().setContentType(null);
            ctx.status(304);
            return;
        }
        packed.ifPresent(bytes -> ctx.header("Content-Encoding", "gzip"));
        ctx.res().setContentType(null);
        ctx.contentType(asset.mediaType()).result(packed.orElse(asset.bytes()));
    }

    private static boolean isKnown(String tags, String tag) {
        return tags != null
                && Arrays.stream(tags.split(","))
                        .map(each -> each.strip().replaceFirst("^W/", ""))
                        .anyMatch(each -> each.equals(tag) || each.equals("*"));
    }

    private static boolean takesGzip(Context ctx) {
        String encodings = ctx.header("Accept-Encoding");
        return encodings != null
                && Arrays.stream(encodings.split(","))
                        .map(String::strip)
                        .anyMatch(each ->
                                each.equals("gzip") || each.matches("gzip\\s*;\\s*q=(1(\\.0*)?|0\\.0*[1-9]\\d*)"));
    }
}
