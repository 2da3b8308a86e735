package dev.modeldock.server.actions.augmentation;

import dev.modeldock.server.actions.SkippedFiles;
import dev.modeldock.server.actions.labels.ImageFiles;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What an augmentation works on.
 *
 * @param labels whether KITTI labels are carried along
 * @param annotations the COCO file whose pictures are taken; without one, all pictures of the dataset
 * @param wanted says which pictures are taken, by their names
 */
record AugmentationPlan(
        Recipe recipe,
        boolean labels,
        boolean gray,
        Optional<Path> annotations,
        CocoAnnotations moving,
        Predicate<String> wanted) {
    static final String ANNOTATIONS = "annotations.json";

    private record Found(String name) implements Augmentation.Named {}

    void run(ServiceRun run) throws ActionException, IOException, InterruptedException {
        Augmenter augmenter = new Augmenter(recipe, run.data(), run.results(), labels, gray);
        try (SkippedFiles skipped = new SkippedFiles(run.results(), run.context())) {
            Augmentation pictures = new Augmentation(run, augmenter, skipped);
            if (annotations.isPresent()) {
                new CocoAugmentation(run, augmenter, moving, annotations.get()).run(pictures, wanted);
            } else {
                pictures.each(found(run.data().resolve(Augmenter.IMAGES), run.context()::check), (each, frame) -> {});
            }
        }
    }

    private Iterator<Found> found(Path images, Runnable check) throws IOException {
        return ImageFiles.below(images, check).stream()
                .map(each -> images.relativize(each).toString().replace('\\', '/'))
                .filter(wanted)
                .map(Found::new)
                .iterator();
    }

    static boolean hasLabels(Path data) {
        return Files.isDirectory(data.resolve(Augmenter.LABELS));
    }
}
