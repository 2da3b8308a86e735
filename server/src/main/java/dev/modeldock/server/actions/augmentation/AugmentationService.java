package dev.modeldock.server.actions.augmentation;

import dev.modeldock.server.actions.TaskSpec;
import dev.modeldock.server.actions.labels.LabelFormat;
import dev.modeldock.server.actions.services.DataService;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The architecture {@code augmentation}: other pictures of a KITTI or COCO dataset, with its annotations. */
public final class AugmentationService implements DataService {
    private static final String TYPE = "data.dataset_type";
    /** The server sets the path of this file, whatever the spec says. */
    private static final String MASKS = "label.json";

    private static final String OUTPUT = "labels/output.json";

    @Override
    public boolean does(String kind, String action) {
        return kind.equals("augmentation") && action.equals("generate");
    }

    @Override
    public String starting(ServiceRun run) {
        return "Starting Data-services augment.";
    }

    @Override
    public String perform(ServiceRun run) throws ActionException, IOException, InterruptedException {
        plan(run).run(run);
        return "Augment finished successfully.";
    }

    private static AugmentationPlan plan(ServiceRun run) throws ActionException, IOException {
        TaskSpec spec = run.spec();
        Recipe recipe = Recipe.of(spec, RecipeForm.SERVICE);
        boolean coco = isCoco(spec);
        Path masks = run.data().resolve(MASKS);
        if (spec.flag("spatial_aug.rotation.refine_box.enabled", true)) {
            if (Files.isRegularFile(masks)) {
                run.context().log("Boxes are those around the turned masks of " + MASKS + ".");
                CocoAnnotations moving = CocoAnnotations.refined(masks, OUTPUT, run.results(), run.context()::check);
                return new AugmentationPlan(recipe, false, false, Optional.of(masks), moving, each -> true);
            }
            run.context()
                    .log("refine_box is enabled, but the dataset has no " + MASKS
                            + " with masks: boxes are those around the turned corners.");
        }
        if (coco) {
            LabelFormat.COCO.require(run.data(), TYPE, "kitti");
        }
        CocoAnnotations moving = CocoAnnotations.plain(OUTPUT, spec.flag("data.include_masks", false));
        Optional<Path> annotations = Optional.of(run.data().resolve(AugmentationPlan.ANNOTATIONS))
                .filter(file -> coco || Files.isRegularFile(file));
        boolean labels = !coco && AugmentationPlan.hasLabels(run.data());
        if (annotations.isEmpty() && !labels) {
            run.context().log("The dataset has no annotations: its images alone are augmented.");
        }
        return new AugmentationPlan(recipe, labels, false, annotations, moving, each -> true);
    }

    private static boolean isCoco(TaskSpec spec) throws ActionException {
        String type = spec.text(TYPE, "kitti").toLowerCase(Locale.ROOT);
        if (!type.equals("coco") && !type.equals("kitti")) {
            throw new ActionException(TYPE + " of the spec is \"" + type + "\"; expected is kitti or coco.");
        }
        return type.equals("coco");
    }
}
