package dev.modeldock.server.metrics;

import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.server.http.Guard;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** {@code /metrics}: the text format of Prometheus, or OpenMetrics for those who ask for it. */
public final class MetricsRoute {
    private final Metrics metrics;
    private final Guard<Caller> guard;

    public MetricsRoute(Metrics metrics, Guard<Caller> guard) {
        this.metrics = metrics;
        this.guard = guard;
    }

    public void register(RoutesConfig routes) {
        routes.get("/metrics", this::tell);
    }

    private void tell(Context ctx) throws IOException {
        guard.caller(ctx).require(Scope.READ);
        Metrics.Exposition exposition = metrics.exposition(ctx.header("Accept"));
        ctx.res().setContentType(null);
        ctx.contentType(exposition.mediaType()).header("Cache-Control", "no-store");
        exposition.writer().write(ctx.res().getOutputStream());
    }
}
