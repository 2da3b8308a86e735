package dev.modeldock.server;

import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.server.cli.RunningServer;
import dev.modeldock.server.config.Config;
import dev.modeldock.server.http.Addresses;
import dev.modeldock.server.http.Admission;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.KnownAnswers;
import dev.modeldock.server.http.LiveAnswers;
import dev.modeldock.server.http.SignInCookie;
import dev.modeldock.server.http.WebOptions;
import dev.modeldock.server.http.WebServer;
import dev.modeldock.server.metrics.Metrics;
import dev.modeldock.server.routes.hub.HubRoutes;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The dock behind {@linkplain AllRoutes its routes}. */
public final class DockServer implements RunningServer {
    private final Dock dock;
    private final LiveAnswers live;
    private final WebServer web;

    private DockServer(Dock dock, LiveAnswers live, WebServer web) {
        this.dock = dock;
        this.live = live;
        this.web = web;
    }

    /** Open everything that {@code config} names and listen; when this returns, the server answers. */
    public static DockServer start(Config config) {
        Clock clock = Clock.systemUTC();
        Dock dock = ConfiguredDock.open(config, clock);
        LiveAnswers live = new LiveAnswers();
        try {
            WebOptions options = WebOptions.of(config);
            SignInCookie cookie = new SignInCookie(options.publicUrl());
            Guard<Caller> guard = new Guard<>(
                    new Admission<>(
                            options.host(),
                            dock.keys()::authenticate,
                            dock.access().signIns()::authenticate,
                            Caller.local(),
                            OpenPaths::isOpen,
                            HubRoutes::isReading),
                    cookie);
            Metrics metrics = new Metrics(dock.statistics());
            AllRoutes routes = new AllRoutes(
                    dock,
                    guard,
                    live,
                    new AllRoutes.Means(
                            new Addresses(options.publicUrl()),
                            cookie,
                            metrics,
                            config.duration("export.urlExpiry"),
                            clock));
            KnownAnswers known = new KnownAnswers(dock.hub()::state, metrics::count);
            return new DockServer(
                    dock, live, WebServer.start(options, Optional.of(known), routes::register, metrics::count));
        } catch (RuntimeException e) {
            live.close();
            dock.close();
            throw e;
        }
    }

    /** What the description of the API is held to. */
    List<String> routes() {
        return web.routes();
    }

    @Override
    public URI address() {
        return web.address();
    }

    @Override
    public void close() {
        // First what would never end by itself: the web server waits for what is under way.
        live.close();
        dock.hub().close();
        try {
            web.close();
        } finally {
            dock.close();
        }
    }
}
