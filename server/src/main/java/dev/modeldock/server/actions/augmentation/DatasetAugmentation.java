package dev.modeldock.server.actions.augmentation;

import dev.modeldock.server.actions.TaskSpec;
import dev.modeldock.server.actions.services.DataService;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** The action {@code augment} on datasets for object detection: the same as the service, with a spec of its own. */
public final class DatasetAugmentation implements DataService {
    private static final String EXTENSION = "image_extension";
    private static final String SHARE = "partition_config.dataset_percentage";
    private static final String MODE = "partition_config.partition_mode";
    /** So that what is chosen does not depend on what is drawn. */
    private static final long CHOOSING = 0x9E3779B97F4A7C15L;

    @Override
    public boolean does(String kind, String action) {
        return kind.equals("object_detection") && action.equals("augment");
    }

    @Override
    public String starting(ServiceRun run) {
        return "Starting Data-services augment.";
    }

    @Override
    public String perform(ServiceRun run) throws ActionException, IOException, InterruptedException {
        TaskSpec spec = run.spec();
        Recipe recipe = Recipe.of(spec, RecipeForm.DATASET);
        boolean coco = run.task().subject().format().equals("coco");
        Optional<Path> annotations =
                coco ? Optional.of(run.data().resolve(AugmentationPlan.ANNOTATIONS)) : Optional.empty();
        Predicate<String> wanted = chosen(spec, recipe).and(coco ? each -> true : named(spec));
        // So that what comes out is laid out as what goes in, for the actions that follow.
        CocoAnnotations moving = CocoAnnotations.plain(AugmentationPlan.ANNOTATIONS, false);
        new AugmentationPlan(recipe, !coco, isGray(spec), annotations, moving, wanted).run(run);
        return "Augment finished successfully.";
    }

    private static boolean isGray(TaskSpec spec) throws ActionException {
        int channels = spec.integer("output_image_channel", 3, 1, 3);
        if (channels == 2) {
            throw new ActionException("output_image_channel of the spec is 2; expected is 1 (gray) or 3 (colour).");
        }
        return channels == 1;
    }

    private static Predicate<String> named(TaskSpec spec) throws ActionException {
        String extension = spec.text(EXTENSION, ".png").toLowerCase(Locale.ROOT);
        String end = extension.startsWith(".") ? extension : "." + extension;
        return name -> name.toLowerCase(Locale.ROOT).endsWith(end);
    }

    /** Each picture has the same chance, told by its name. */
    private static Predicate<String> chosen(TaskSpec spec, Recipe recipe) throws ActionException {
        double share = spec.number(SHARE, 100);
        String mode = spec.text(MODE, "random").toLowerCase(Locale.ROOT);
        if (share <= 0 || share > 100) {
            throw new ActionException(
                    SHARE + " of the spec is " + share + "; expected is more than 0 and at most 100.");
        }
        if (!mode.equals("random")) {
            throw new ActionException(MODE + " of the spec is \"" + mode + "\"; expected is random.");
        }
        return name -> share == 100 || recipe.random(name, CHOOSING).nextDouble() * 100 < share;
    }
}
