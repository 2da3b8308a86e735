package dev.modeldock.server.http;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * A request that is over.
 *
 * @param method {@code other} for what no route has
 * @param route as it was registered, such as {@code /v1/models/<model>}; {@code none} where there is no such route
 * @param source where what was handed out has come from, in capitals; empty when no model was
 * @param live whether the answer was one that goes on, whose length says nothing of the dock
 */
public record Exchange(
        String method, String route, int status, double seconds, Bytes bytes, String source, boolean live) {
    private static final String SOURCE = Exchange.class.getName() + ".source";
    private static final String LIVE = Exchange.class.getName() + ".live";
    /** Clients can invent others, without end. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** Of the bodies. */
    public record Bytes(long received, long sent) {}

    /** Say where what is handed out has come from. */
    public static void handsOut(Context ctx, String source) {
        ctx.attribute(SOURCE, source);
    }

    static void goesOn(Context ctx) {
        ctx.attribute(LIVE, true);
    }

    /** A HEAD that went well, in the moment in which it is over. */
    static Exchange ofHead(String route, long begunNanos) {
        return new Exchange("HEAD", route, 200, (System.nanoTime() - begunNanos) / 1e9, new Bytes(0, 0), "", false);
    }

    static Exchange of(Context ctx, float millis) {
        Endpoint endpoint = ctx.endpoints().lastHttpEndpoint();
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(ctx.req());
        String source = ctx.attribute(SOURCE);
        return new Exchange(
                METHODS.contains(ctx.req().getMethod()) ? ctx.req().getMethod() : "other",
                endpoint == null ? "none" : endpoint.path,
                ctx.res().getStatus(),
                millis / 1000.0,
                new Bytes(
                        request.getHttpInput().getContentReceived(),
                        request.getServletContextResponse().getHttpOutput().getWritten()),
                source == null ? "" : source,
                ctx.attribute(LIVE) != null);
    }
}
