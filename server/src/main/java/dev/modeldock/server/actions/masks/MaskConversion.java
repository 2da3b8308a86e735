package dev.modeldock.server.actions.masks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.StatusFile.Figures;
import dev.modeldock.server.actions.labels.CocoCategories;
import dev.modeldock.server.actions.labels.CocoFile;
import dev.modeldock.server.actions.services.DataService;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The action {@code convert} on datasets for semantic segmentation: COCO annotations become {@code masks/*.png}, and {@code
 * images.txt} and {@code masks.txt} name the images that have one, and their masks.
 */
public final class MaskConversion implements DataService {
    private static final String ANNOTATIONS = "annotations.json";

    @Override
    public boolean does(String kind, String action) {
        return kind.equals("semantic_segmentation") && action.equals("convert");
    }

    @Override
    public boolean takes(String format) {
        return format.equals("coco");
    }

    @Override
    public String starting(ServiceRun run) {
        return "Starting conversion of COCO annotations to masks.";
    }

    @Override
    public String perform(ServiceRun run) throws ActionException, IOException, InterruptedException {
        if (!takes(run.task().subject().format())) {
            throw new ActionException("The convert action of a semantic_segmentation dataset works on the format coco,"
                    + " and this one has the format " + run.task().subject().format() + ".");
        }
        int most = run.spec().integer("num_files", 0, -1, Integer.MAX_VALUE);
        CocoFile coco = new CocoFile(run.data().resolve(ANNOTATIONS), run.context()::check);
        SegmentedImages images = SegmentedImages.of(coco);
        Path aside = run.task().work().resolve("annotations.aside");
        try (AnnotationChains chains = new AnnotationChains(aside, images.size())) {
            AnnotatedImages annotated = new AnnotatedImages(images, chains);
            annotated.read(coco, run.context());
            ObjectNode counts = run.status().figures(Figures.CATEGORICAL).putObject("num_objects");
            CocoCategories.of(coco)
                    .names()
                    .forEach((id, name) -> counts.put(name, counts.path(name).asLong() + annotated.count(id)));
            MaskFiles masks = new MaskFiles(run, annotated, most <= 0 ? Long.MAX_VALUE : most);
            run.status().running(masks.write() + " masks were written.");
        }
        return "Mask conversion finished successfully.";
    }
}
