package dev.modeldock.server.actions.annotations;

import dev.modeldock.server.actions.labels.LabelFormat;
import dev.modeldock.server.actions.services.DataService;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;

/** {@code annotations/convert}: what is said of images, in another format. */
public final class AnnotationService implements DataService {
    private static final String KITTI = "KITTI";
    private static final String COCO = "COCO";
    private static final String INPUT = "data.input_format";

    @Override
    public boolean does(String kind, String action) {
        return kind.equals("annotations") && action.equals("convert");
    }

    @Override
    public String starting(ServiceRun run) {
        return "Starting Data-services Annotation conversion.";
    }

    @Override
    public String perform(ServiceRun run) throws ActionException, IOException, InterruptedException {
        String from = run.spec().text(INPUT, COCO);
        String to = run.spec().text("data.output_format", KITTI);
        if (from.equals(KITTI) && to.equals(COCO)) {
            LabelFormat.KITTI.require(run.data(), INPUT, "COCO, and data.output_format to KITTI");
            new KittiToCoco(run, project(run)).convert();
        } else if (from.equals(COCO) && to.equals(KITTI)) {
            LabelFormat.COCO.require(run.data(), INPUT, "KITTI, and data.output_format to COCO");
            new CocoToKitti(run).convert();
        } else {
            throw new ActionException(
                    "Unsupported format: from " + from + " to " + to
                            + ". Set data.input_format and data.output_format of the spec to KITTI and COCO, or to COCO and KITTI.");
        }
        return "Annotation conversion finished successfully.";
    }

    /** What the file of annotations is called: the id of the dataset, unless the spec says otherwise. */
    private static String project(ServiceRun run) throws ActionException {
        String project =
                run.spec().text("kitti.project", run.data().getFileName().toString());
        boolean good =
                project.matches("[^/\\\\\\p{Cntrl}]{1,80}") && !project.startsWith(".") && !project.equals("status");
        if (!good) {
            throw new ActionException(
                    "kitti.project of the spec is " + project
                            + "; expected is what can be the name of a file (not status): without / and not beginning with a dot.");
        }
        return project;
    }
}
