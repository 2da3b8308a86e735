package dev.modeldock.server;

import dev.modeldock.server.cli.RunningServer;
import dev.modeldock.server.config.Config;
import dev.modeldock.server.http.Access;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.WebOptions;
import dev.modeldock.server.http.WebServer;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The dock behind its routes. {@link #start} is the table of contents of the server. */
public final class DockServer implements RunningServer {
    private final WebServer web;

    private DockServer(WebServer web) {
        this.web = web;
    }

    /** Open everything that {@code config} names and listen; when this returns, the server answers. */
    public static DockServer start(Config config) {
        WebOptions options = WebOptions.of(config);
        Guard<String> guard =
                new Guard<>(new Access<>(options.host(), key -> Optional.empty(), "local", "/health"::equals));
        WebServer web = WebServer.start(options, routes -> {
            routes.before(guard);
            routes.get("/health", ctx -> ctx.json(Map.of("status", "ok", "version", Version.text())));
        });
        return new DockServer(web);
    }

    @Override
    public URI address() {
        return web.address();
    }

    @Override
    public void close() {
        web.close();
    }
}
