package dev.modeldock.server.routes.tao;

import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.LiveAnswers;
import dev.modeldock.training.Workshop;
import io.javalin.config.RoutesConfig;

/** All routes of the TAO Toolkit API. */
public final class TaoRoutes {
    /** The key stands behind this, so nobody needs one in a header. */
    public static final String LOGIN = "/api/v1/login/";

    private final Dock dock;
    private final Guard<Caller> guard;
    private final LiveAnswers live;

    public TaoRoutes(Dock dock, Guard<Caller> guard, LiveAnswers live) {
        this.dock = dock;
        this.guard = guard;
        this.live = live;
    }

    public void register(RoutesConfig routes) {
        TaoUsers users = new TaoUsers(guard);
        Workshop workshop = dock.workshop();
        new LoginRoutes(dock.keys(), guard, users).register(routes);
        DatasetRoutes datasets = new DatasetRoutes(workshop, users);
        datasets.register(routes);
        new DatasetUploadRoute(datasets, workshop.datasets().uploads()).register(routes);
        new JobRoutes(DatasetRoutes.DATASET, JobRoutes.DATASET, datasets::handler, workshop.jobs()).register(routes);
        new JobOutputRoutes(JobRoutes.DATASET, datasets::handler, workshop.jobs(), live)
                .register(routes, DatasetRoutes.DATASET);
        new SpecRoutes(DatasetRoutes.DATASET, datasets::handler, workshop.specs()).register(routes);
        TaoModelRoutes models = new TaoModelRoutes(workshop, users);
        models.register(routes);
        new JobRoutes(TaoModelRoutes.MODEL, JobRoutes.MODEL, models::handler, workshop.jobs()).register(routes);
        new JobOutputRoutes(JobRoutes.MODEL, models::handler, workshop.jobs(), live)
                .register(routes, TaoModelRoutes.MODEL);
        new SpecRoutes(TaoModelRoutes.MODEL, models::handler, workshop.specs()).register(routes);
    }
}
