package dev.modeldock.server;

import dev.modeldock.Dock;
import dev.modeldock.DockConfig;
import dev.modeldock.access.Caller;
import dev.modeldock.files.ArchiveLimits;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.plugins.Plugins;
import dev.modeldock.server.cli.RunningServer;
import dev.modeldock.server.config.Config;
import dev.modeldock.server.http.Addresses;
import dev.modeldock.server.http.Admission;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.LiveAnswers;
import dev.modeldock.server.http.SignInCookie;
import dev.modeldock.server.http.WebOptions;
import dev.modeldock.server.http.WebServer;
import dev.modeldock.server.packs.ShippedPacks;
import dev.modeldock.server.routes.dock.ExportRoutes;
import dev.modeldock.server.routes.dock.ExportViews;
import dev.modeldock.server.routes.dock.FileRoutes;
import dev.modeldock.server.routes.dock.FileViews;
import dev.modeldock.server.routes.dock.Links;
import dev.modeldock.server.routes.dock.SessionRoutes;
import dev.modeldock.server.routes.dock.ToolJobRoutes;
import dev.modeldock.server.routes.hub.HubRoutes;
import dev.modeldock.server.routes.modeldock.ActionRoutes;
import dev.modeldock.server.routes.modeldock.EventRoutes;
import dev.modeldock.server.routes.modeldock.HealthRoute;
import dev.modeldock.server.routes.modeldock.InsightRoutes;
import dev.modeldock.server.routes.modeldock.JobRoutes;
import dev.modeldock.server.routes.modeldock.KeyRoutes;
import dev.modeldock.server.routes.modeldock.MaterializeRoutes;
import dev.modeldock.server.routes.modeldock.ModelRoutes;
import dev.modeldock.server.routes.modeldock.SettingRoutes;
import dev.modeldock.server.routes.modeldock.SignInRoutes;
import dev.modeldock.server.routes.modeldock.SourceRoutes;
import dev.modeldock.server.routes.modeldock.ToolRoutes;
import dev.modeldock.server.routes.modeldock.UpdateRoutes;
import dev.modeldock.server.routes.tao.TaoRoutes;
import dev.modeldock.server.routes.upload.TaskRoutes;
import dev.modeldock.server.routes.upload.UploadRoutes;
import dev.modeldock.server.web.WebRoutes;
import dev.modeldock.sessions.SessionLimits;
import dev.modeldock.storedfiles.FileLimits;
import dev.modeldock.transfers.TransferLimits;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The dock behind its routes. {@link #start} is the table of contents of the server. */
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
        Dock dock = open(config, clock);
        LiveAnswers live = new LiveAnswers();
        try {
            WebOptions options = WebOptions.of(config);
            SignInCookie cookie = new SignInCookie(options.publicUrl());
            Guard<Caller> guard = new Guard<>(
                    new Admission<>(
                            options.host(),
                            dock.keys()::authenticate,
                            dock.signIns()::authenticate,
                            Caller.local(),
                            OpenPaths::isOpen,
                            HubRoutes::isReading),
                    cookie);
            Links links = new Links(
                    new Addresses(options.publicUrl()), dock.signer(), config.duration("export.urlExpiry"), clock);
            return new DockServer(dock, live, WebServer.start(options, routes -> {
                register(routes, dock, guard, links);
                new SignInRoutes(dock.signIns(), guard, cookie).register(routes);
                new EventRoutes(dock, guard, live).register(routes);
                new TaoRoutes(dock, guard, live).register(routes);
                new HubRoutes(dock, guard, new Addresses(options.publicUrl()), clock).register(routes);
                new WebRoutes().register(routes);
            }));
        } catch (RuntimeException e) {
            live.close();
            dock.close();
            throw e;
        }
    }

    private static void register(RoutesConfig routes, Dock dock, Guard<Caller> guard, Links links) {
        FileViews files = new FileViews(links);
        ExportViews exports = new ExportViews(dock, links);
        routes.before(guard);
        new HealthRoute(dock).register(routes);
        new FileRoutes(dock.storedFiles(), guard, files).register(routes);
        new SessionRoutes(dock.sessions(), dock.workshop().datasets().through(dock.sessions()), guard, files)
                .register(routes);
        new ExportRoutes(dock, guard, exports).register(routes);
        new ToolJobRoutes(dock, guard, exports).register(routes);
        new TaskRoutes(dock.jobs(), guard).register(routes);
        new UploadRoutes(dock.imports().requests(), guard).register(routes);
        new SourceRoutes(dock.sources(), guard).register(routes);
        new UpdateRoutes(dock, guard).register(routes);
        new SettingRoutes(dock.settings(), guard).register(routes);
        new MaterializeRoutes(dock, guard).register(routes);
        new InsightRoutes(dock, guard).register(routes);
        new ModelRoutes(dock, guard).register(routes);
        new JobRoutes(dock, guard).register(routes);
        new ToolRoutes(dock.toolbox().tools(), guard).register(routes);
        new KeyRoutes(dock.keys(), guard).register(routes);
        new ActionRoutes(dock.workshop().runners(), guard).register(routes);
    }

    private static Dock open(Config config, Clock clock) {
        Plugins plugins = Plugins.discover(config.path("plugins"));
        try {
            return Dock.open(
                    new DockConfig(
                            config.path("data"),
                            config.path("plugins"),
                            new DockConfig.Storage(
                                    config.bytes("storage.maxBytes"), config.bytes("storage.minFreeBytes")),
                            new ArchiveLimits(
                                    config.number("archive.maxEntries"),
                                    config.bytes("archive.maxBytes"),
                                    config.number("archive.maxRatio"),
                                    ArchiveLimits.DEFAULT.ratioFloor()),
                            new SessionLimits(
                                    config.duration("session.expiry"),
                                    config.number("session.maxOpen"),
                                    config.number("session.maxChunks"),
                                    config.bytes("session.maxChunkBytes"),
                                    config.bytes("session.maxFileBytes")),
                            new FileLimits(config.bytes("files.maxBytes"), config.duration("files.lifetime")),
                            new DockConfig.TransferConfig(
                                    new TransferLimits(
                                            config.duration("transfers.stallTimeout"),
                                            config.number("transfers.tries"),
                                            TransferLimits.DEFAULT.longestWait()),
                                    config.bytes("transfers.maxBytesPerSecond")),
                            config.number("jobs.importWorkers"),
                            new DockConfig.ActionConfig(
                                    PackAdministration.directory(config),
                                    config.number("actions.workers"),
                                    gpus(config.text("actions.gpus")),
                                    config.bytes("actions.maxBytes"),
                                    ShippedPacks.read()),
                            new DockConfig.HandOutConfig(
                                    config.flag("hub.pullThrough"), config.paths("materialize.directories")),
                            ofInstalled(plugins, config.sources()),
                            NetworkConfig.of(config::text, config.environment()),
                            clock),
                    plugins);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OptionalInt gpus(String text) {
        return text.equals("auto") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    private static Map<String, String> ofInstalled(Plugins plugins, Map<String, String> settings) {
        Map<String, String> mine = new TreeMap<>(settings);
        mine.keySet()
                .removeIf(key ->
                        plugins.all().stream().noneMatch(source -> key.startsWith("source." + source.id() + ".")));
        return mine;
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
