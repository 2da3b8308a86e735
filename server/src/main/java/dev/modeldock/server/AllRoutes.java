package dev.modeldock.server;

import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.server.http.Addresses;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.LiveAnswers;
import dev.modeldock.server.http.SignInCookie;
import dev.modeldock.server.metrics.Metrics;
import dev.modeldock.server.metrics.MetricsRoute;
import dev.modeldock.server.openapi.DescriptionRoutes;
import dev.modeldock.server.openapi.DocsRoutes;
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
import dev.modeldock.server.routes.modeldock.StorageRoutes;
import dev.modeldock.server.routes.modeldock.ToolRoutes;
import dev.modeldock.server.routes.modeldock.UpdateRoutes;
import dev.modeldock.server.routes.modeldock.WebhookRoutes;
import dev.modeldock.server.routes.tao.TaoRoutes;
import dev.modeldock.server.routes.upload.TaskRoutes;
import dev.modeldock.server.routes.upload.UploadRoutes;
import dev.modeldock.server.web.WebRoutes;
import io.javalin.config.RoutesConfig;
import java.time.Clock;
import java.time.Duration;

/** All routes of the server: its table of contents. */
record AllRoutes(Dock dock, Guard<Caller> guard, LiveAnswers live, Means means) {
    /** What some of them need beside the dock. */
    record Means(Addresses addresses, SignInCookie cookie, Metrics metrics, Duration urlExpiry, Clock clock) {}

    void register(RoutesConfig routes) {
        routes.before(guard);
        documented(routes);
        own(routes);
        new EventRoutes(dock, guard, live).register(routes);
        new TaoRoutes(dock, guard, live).register(routes);
        new HubRoutes(dock, guard, means.addresses(), means.clock()).register(routes);
        new DescriptionRoutes(dock.sources().all(), means.addresses()).register(routes);
        new DocsRoutes().register(routes);
        new WebRoutes().register(routes);
    }

    private void documented(RoutesConfig routes) {
        Links links = new Links(means.addresses(), dock.access().signer(), means.urlExpiry(), means.clock());
        FileViews files = new FileViews(links);
        ExportViews exports = new ExportViews(dock, links);
        new FileRoutes(dock.storedFiles(), guard, files).register(routes);
        new SessionRoutes(dock.sessions(), dock.workshop().datasets().through(dock.sessions()), guard, files)
                .register(routes);
        new ExportRoutes(dock, guard, exports).register(routes);
        new ToolJobRoutes(dock, guard, exports).register(routes);
        new TaskRoutes(dock.jobs(), guard).register(routes);
        new UploadRoutes(dock.imports().requests(), guard).register(routes);
    }

    private void own(RoutesConfig routes) {
        new HealthRoute(dock).register(routes);
        new MetricsRoute(means.metrics(), guard).register(routes);
        new SignInRoutes(dock.access().signIns(), guard, means.cookie()).register(routes);
        new SourceRoutes(dock.sources(), guard).register(routes);
        new UpdateRoutes(dock, guard).register(routes);
        new SettingRoutes(dock.settings(), guard).register(routes);
        new MaterializeRoutes(dock, guard).register(routes);
        new StorageRoutes(dock.storage(), guard).register(routes);
        new InsightRoutes(dock, guard).register(routes);
        new ModelRoutes(dock, guard).register(routes);
        new JobRoutes(dock, guard).register(routes);
        new ToolRoutes(dock.toolbox().tools(), guard).register(routes);
        new KeyRoutes(dock.keys(), guard).register(routes);
        new WebhookRoutes(dock.webhooks(), guard).register(routes);
        new ActionRoutes(dock.workshop().runners(), guard).register(routes);
    }
}
