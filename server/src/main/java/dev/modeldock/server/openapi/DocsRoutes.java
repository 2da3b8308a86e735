package dev.modeldock.server.openapi;

import dev.modeldock.Dock;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.FileContent;
import dev.modeldock.server.http.FileResponse;
import dev.modeldock.server.http.Shown;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** {@code /docs}: a page to browse the description with, from the jar alone. */
public final class DocsRoutes {
    /** The page; what it is made of lies below. */
    public static final String PATH = "/docs";

    /** Of the library's jar, whose version stands in its paths; see the root pom.xml. */
    private static final String LIBRARY = "/META-INF/resources/webjars/swagger-ui/5.34.1/";

    private static final String OWN = "/dev/modeldock/server/openapi/docs/";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    /** The library draws with styles that it sets by script, which the policy allows, and has its icons in its sheet. */
    private static final String POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
            + " frame-ancestors 'none'; form-action 'self'";

    private record Part(String place, String mediaType) {}

    private static final Part PAGE = new Part(OWN + "index.html", "text/html; charset=utf-8");
    private static final Map<String, Part> PARTS = Map.of(
            "docs.js", new Part(OWN + "docs.js", SCRIPT),
            "docs.css", new Part(OWN + "docs.css", STYLE),
            "swagger-ui-bundle.js", new Part(LIBRARY + "swagger-ui-bundle.js", SCRIPT),
            "swagger-ui.css", new Part(LIBRARY + "swagger-ui.css", STYLE),
            "favicon-32x32.png", new Part(LIBRARY + "favicon-32x32.png", "image/png"));

    public void register(RoutesConfig routes) {
        routes.get(PATH, ctx -> send(ctx, PAGE));
        routes.get(PATH + "/{file}", ctx -> send(ctx, part(ctx.pathParam("file"))));
    }

    private static Part part(String name) {
        Part part = PARTS.get(name);
        if (part == null) {
            throw new DockException(
                    Problem.NOT_FOUND, "The page at " + PATH + " has no file " + Shown.text(name) + ".");
        }
        return part;
    }

    private static void send(Context ctx, Part part) throws IOException {
        byte[] bytes = bytes(part);
        ctx.header("Content-Security-Policy", POLICY);
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("Cache-Control", "no-cache");
        FileResponse.send(
                ctx,
                new FileContent(
                        bytes.length,
                        Dock.version() + "-" + bytes.length,
                        null,
                        part.mediaType(),
                        null,
                        (from, to, out) -> out.write(bytes, (int) from, (int) (to - from))));
    }

    private static byte[] bytes(Part part) throws IOException {
        try (InputStream in = DocsRoutes.class.getResourceAsStream(part.place())) {
            if (in == null) {
                throw new IllegalStateException("The jar has no " + part.place());
            }
            return in.readAllBytes();
        }
    }
}
