package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.labels.LabelFormat;
import dev.modeldock.server.actions.services.DataService;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;

/** {@code analytics/analyze} and {@code analytics/validate}: what the labels of a dataset hold, and what is wrong. */
public final class AnalyticsService implements DataService {
    private static final String INPUT = "data.input_format";
    private static final String ANALYZE = "analyze";
    private static final String VALIDATE = "validate";

    @Override
    public boolean does(String kind, String action) {
        return kind.equals("analytics") && (action.equals(ANALYZE) || action.equals(VALIDATE));
    }

    @Override
    public String starting(ServiceRun run) throws ActionException {
        return "Starting Data-services " + format(run) + " " + work(run) + ".";
    }

    @Override
    public String perform(ServiceRun run) throws ActionException, IOException, InterruptedException {
        boolean kitti = format(run).equals("KITTI");
        if (run.spec().flag("wandb.visualize", false)) {
            throw new ActionException(
                    "wandb.visualize of the spec is true, but nothing is sent to Weights & Biases from here."
                            + " Set it to false: graphs and tables come as files.");
        }
        if (kitti) {
            LabelFormat.KITTI.require(run.data(), INPUT, "COCO");
        } else {
            LabelFormat.COCO.require(run.data(), INPUT, "KITTI");
        }
        try (LabelSource source = kitti ? KittiSource.of(run) : CocoSource.of(run)) {
            if (run.task().subject().action().equals(ANALYZE)) {
                new Analysis(run, source).perform(kitti);
            } else {
                new Validation(run, source).perform();
            }
        }
        return (kitti ? "Kitti " : "Coco ") + work(run) + " finished successfully.";
    }

    private static String work(ServiceRun run) {
        return run.task().subject().action().equals(ANALYZE) ? "analysis" : "validation";
    }

    private static String format(ServiceRun run) throws ActionException {
        String format = run.spec().text(INPUT, "KITTI");
        if (!format.equals("KITTI") && !format.equals("COCO")) {
            throw new ActionException(
                    "Unsupported format: " + INPUT + " of the spec is " + format + "; expected is KITTI or COCO.");
        }
        return format;
    }
}
