package dev.modeldock.server.routes.tao;

import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.server.http.Guard;
import io.javalin.config.RoutesConfig;

/** All routes of the TAO Toolkit API. */
public final class TaoRoutes {
    /** The key stands behind this, so nobody needs one in a header. */
    public static final String LOGIN = "/api/v1/login/";

    private final Dock dock;
    private final Guard<Caller> guard;

    public TaoRoutes(Dock dock, Guard<Caller> guard) {
        this.dock = dock;
        this.guard = guard;
    }

    public void register(RoutesConfig routes) {
        TaoUsers users = new TaoUsers(guard);
        new LoginRoutes(dock.keys(), guard, users).register(routes);
        DatasetRoutes datasets = new DatasetRoutes(dock.datasets(), users);
        datasets.register(routes);
        new DatasetUploadRoute(datasets, dock.datasets().uploads()).register(routes);
        new DatasetSpecRoutes(datasets, dock.datasets(), dock.actionSpecs()).register(routes);
    }
}
