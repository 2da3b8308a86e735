package dev.modeldock.server.actions.masks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.StatusFile.Figures;
import dev.modeldock.server.actions.labels.CocoElements;
import dev.modeldock.server.actions.labels.CocoIds;
import dev.modeldock.server.actions.services.DataService;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The action {@code convert} on datasets for semantic segmentation: COCO annotations become {@code masks/*.png}, and {@code
 * images.txt} and {@code masks.txt} name the images that have one, and their masks.
 */
public final class MaskConversion implements DataService {
    private static final String ANNOTATIONS = "annotations.json";
    private static final String CATEGORIES = "categories";
    private static final int MOST_CATEGORIES = 100_000;

    @Override
    public boolean does(String kind, String action) {
        return kind.equals("semantic_segmentation") && action.equals("convert");
    }

    @Override
    public String starting(ServiceRun run) {
        return "Starting conversion of COCO annotations to masks.";
    }

    @Override
    public String perform(ServiceRun run) throws ActionException, IOException, InterruptedException {
        if (!run.task().subject().format().equals("coco")) {
            throw new ActionException("The convert action of a semantic_segmentation dataset works on the format coco,"
                    + " and this one has the format " + run.task().subject().format() + ".");
        }
        int most = run.spec().integer("num_files", 0, -1, Integer.MAX_VALUE);
        Path file = run.data().resolve(ANNOTATIONS);
        SegmentedImages images = SegmentedImages.of(file, run.context());
        Path aside = run.task().work().resolve("annotations.aside");
        try (AnnotationChains chains = new AnnotationChains(aside, images.size())) {
            AnnotatedImages annotated = new AnnotatedImages(images, chains);
            annotated.read(file, run.context());
            ObjectNode counts = run.status().figures(Figures.CATEGORICAL).putObject("num_objects");
            names(file, run.context()::check)
                    .forEach((id, name) -> counts.put(name, counts.path(name).asLong() + annotated.count(id)));
            MaskFiles masks = new MaskFiles(run, annotated, most <= 0 ? Long.MAX_VALUE : most);
            run.status().running(masks.write() + " masks were written.");
        }
        return "Mask conversion finished successfully.";
    }

    private static Map<Object, String> names(Path file, Runnable check) throws ActionException, IOException {
        Map<Object, String> names = new LinkedHashMap<>();
        try (CocoElements categories = CocoElements.of(file, CATEGORIES, check)) {
            while (categories.hasNext() && names.size() < MOST_CATEGORIES) {
                ObjectNode category = categories.next();
                names.put(CocoIds.of(category, "id"), category.path("name").asText(""));
            }
        }
        return names;
    }
}
