package dev.modeldock.server.actions.services;

import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.server.actions.StatusFile;
import dev.modeldock.server.actions.TaskSpec;
import dev.modeldock.server.actions.analytics.AnalyticsService;
import dev.modeldock.server.actions.anchors.AnchorService;
import dev.modeldock.server.actions.annotations.AnnotationService;
import dev.modeldock.server.actions.augmentation.AugmentationService;
import dev.modeldock.server.actions.augmentation.DatasetAugmentation;
import dev.modeldock.server.actions.masks.MaskConversion;
import dev.modeldock.server.actions.records.CocoRecords;
import dev.modeldock.server.actions.records.KittiRecords;
import dev.modeldock.spi.ActionContext;
import dev.modeldock.spi.ActionException;
import dev.modeldock.spi.ActionRunner;
import dev.modeldock.spi.ActionTask;
import dev.modeldock.spi.Spi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Does what needs no training: conversions, analyses and augmentation of data. Each of them is done from the beginning
 * when it was cut off, with the same results.
 */
public final class DataServices implements ActionRunner {
    private final List<DataService> services;

    /** All that come with the program. */
    public DataServices() {
        this(List.of(
                new AugmentationService(),
                new DatasetAugmentation(),
                new AnchorService(),
                new MaskConversion(),
                new KittiRecords(),
                new CocoRecords(),
                new AnnotationService(),
                new AnalyticsService()));
    }

    DataServices(List<DataService> services) {
        this.services = List.copyOf(services);
    }

    @Override
    public String id() {
        return "data-services";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public boolean does(String kind, String action) {
        return service(kind, action).isPresent();
    }

    @Override
    public boolean takes(String kind, String action, String format) {
        return service(kind, action).filter(each -> each.takes(format)).isPresent();
    }

    private Optional<DataService> service(String kind, String action) {
        return services.stream().filter(each -> each.does(kind, action)).findFirst();
    }

    @Override
    public void run(ActionTask task, ActionContext context) throws ActionException, IOException, InterruptedException {
        DataService service = service(task.subject().kind(), task.subject().action())
                .orElseThrow(() -> new ActionException("There is no such service here: "
                        + task.subject().kind() + " " + task.subject().action() + "."));
        // What an earlier run has left is of no use.
        DirectoryTree.empty(task.results());
        StatusFile status = new StatusFile(task.results(), Clock.systemDefaultZone());
        ServiceRun run = new ServiceRun(task, TaskSpec.of(task.spec()), status, context);
        try {
            status.started(service.starting(run));
            status.success(service.perform(run));
        } catch (ActionException | IOException | UncheckedIOException e) {
            Optional<ActionException> said = said(e);
            status.failure(said.isPresent() ? said.get().getMessage() : e.getMessage());
            if (said.isPresent()) {
                throw said.get();
            }
            throw e;
        }
    }

    /** What is said to people may come from another thread, or out of an iterator, in something else. */
    private static Optional<ActionException> said(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof ActionException e) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }
}
