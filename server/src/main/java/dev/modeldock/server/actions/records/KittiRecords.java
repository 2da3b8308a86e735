package dev.modeldock.server.actions.records;

import dev.modeldock.server.actions.InOrder;
import dev.modeldock.server.actions.labels.ClassBound;
import dev.modeldock.server.actions.services.DataService;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A dataset of images with KITTI labels as TFRecords, with an index beside and the images in them, or without. */
public final class KittiRecords implements DataService {
    private static final String INDEXED = "convert_and_index";
    private static final Set<String> ACTIONS = Set.of("convert", INDEXED);

    @Override
    public boolean does(String kind, String action) {
        return kind.equals("object_detection") && ACTIONS.contains(action);
    }

    @Override
    public boolean takes(String format) {
        return format.equals("kitti");
    }

    @Override
    public String starting(ServiceRun run) {
        return "Starting Object Detection Dataset Convert.";
    }

    @Override
    public String perform(ServiceRun run) throws ActionException, IOException, InterruptedException {
        String format = run.task().subject().format();
        if (!takes(format)) {
            throw new ActionException("The format of the dataset is " + format + "; TFRecords of this kind are made of"
                    + " kitti. For coco there are convert_efficientdet_tf1 and convert_efficientdet_tf2.");
        }
        try (LeftOut leftOut = new LeftOut(run.results())) {
            new Conversion(run, leftOut).perform();
        }
        return "TFRecords generation complete.";
    }

    /** One run of it. */
    private static final class Conversion {
        private final ServiceRun run;
        private final LeftOut leftOut;
        private final KittiSpec spec;
        private final boolean indexed;
        private final KittiFolds folds;
        private final KittiExamples examples;
        private final SampleModifier modifier;
        private final ClassCounts counts;
        private long images;

        Conversion(ServiceRun run, LeftOut leftOut) throws ActionException, IOException, InterruptedException {
            this.run = run;
            this.leftOut = leftOut;
            this.spec = KittiSpec.of(run.spec());
            this.indexed = run.task().subject().action().equals(INDEXED);
            DatasetFiles files = new DatasetFiles(run.data());
            this.folds = KittiFolds.of(files, spec, run.context()::check);
            this.modifier = SampleModifier.of(run.spec()).over(folds.training());
            Map<String, String> mapping = new SpecLists(run.spec()).mapping("target_class_mapping");
            KittiExamples plain = new KittiExamples(files, spec.layout(), TargetClasses.mapped(mapping), indexed);
            this.examples = indexed && mapping.isEmpty()
                    ? new KittiExamples(files, spec.layout(), TargetClasses.found(classes(plain)), true)
                    : plain;
            this.counts = new ClassCounts(new TreeMap<>())
                    .known(examples.classes().ids().keySet());
        }

        /** All that are in label files: numbers can be given only when these are known. */
        private Set<String> classes(KittiExamples plain) throws ActionException, IOException, InterruptedException {
            Set<String> found = new TreeSet<>();
            ClassBound bound = new ClassBound();
            for (List<String> fold : folds.frames()) {
                InOrder.each(fold.iterator(), run.threads(), plain::labelled, (frame, classes) -> {
                    run.context().check();
                    for (String each : classes) {
                        if (found.add(each)) {
                            bound.add(each);
                        }
                    }
                });
            }
            return found;
        }

        void perform() throws ActionException, IOException, InterruptedException {
            Path directory = Files.createDirectories(run.results().resolve("tfrecords"));
            int validation = folds.validationFirst() ? folds.frames().get(0).size() : 0;
            run.status()
                    .running("Images: " + folds.size() + ", of which " + validation
                            + " are for validation, in the fold 0.");
            for (int fold = 0; fold < folds.frames().size(); fold++) {
                // A fold of nothing has no files: readers stumble over names without records.
                if (!folds.frames().get(fold).isEmpty()) {
                    write(fold, directory);
                }
            }
            if (images == 0) {
                throw new ActionException("None of the " + folds.size() + " images could be written. "
                        + leftOut.sentence().orElse("sample_modifier_config of the spec left all of them out."));
            }
            leftOut.sentence().ifPresent(run.context()::log);
            if (leftOut.sentence().isPresent()) {
                run.status().running(leftOut.sentence().get());
            }
            counts.tell(run.status(), run.results());
        }

        private void write(int fold, Path directory) throws IOException, InterruptedException {
            List<String> frames = folds.frames().get(fold);
            FoldShards.Fold which = new FoldShards.Fold(
                    fold, folds.frames().size(), spec.split().shards(), indexed);
            try (FoldShards shards = new FoldShards(directory, which, frames.size())) {
                InOrder.each(frames.iterator(), run.threads(), examples::of, (frame, made) -> {
                    run.context().check();
                    if (shards.next()) {
                        run.status().running("Writing partition " + fold + ", shard " + shards.shard());
                    }
                    write(made, fold, shards);
                });
                shards.finish();
            }
        }

        private void write(MadeExample made, int fold, FoldShards shards) throws ActionException, IOException {
            if (made.missing().isPresent()) {
                leftOut.file(made.image(), made.missing().get());
                return;
            }
            leftOut.objects(made.image(), made.objects().leftOut());
            boolean training = fold > 0 || !folds.validationFirst();
            int times = training ? modifier.times(fold, made.objects().classes()) : 1;
            for (int i = 0; i < times; i++) {
                shards.write(made.parts());
                counts.add(made.objects().classes());
                images++;
            }
        }
    }
}
