package dev.modeldock.server.routes.tao;

import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.server.http.Guard;
import dev.modeldock.training.Workshop;
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
        Workshop workshop = dock.workshop();
        new LoginRoutes(dock.keys(), guard, users).register(routes);
        DatasetRoutes datasets = new DatasetRoutes(workshop, users);
        datasets.register(routes);
        new DatasetUploadRoute(datasets, workshop.datasets().uploads()).register(routes);
        new JobRoutes(DatasetRoutes.DATASET, JobRoutes.DATASET, datasets::handler, workshop.jobs()).register(routes);
        new SpecRoutes(DatasetRoutes.DATASET, datasets::handler, workshop.specs()).register(routes);
        TaoModelRoutes models = new TaoModelRoutes(workshop, users);
        models.register(routes);
        new JobRoutes(TaoModelRoutes.MODEL, JobRoutes.MODEL, models::handler, workshop.jobs()).register(routes);
        new SpecRoutes(TaoModelRoutes.MODEL, models::handler, workshop.specs()).register(routes);
    }
}
