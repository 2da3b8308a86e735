package dev.modeldock.server.actions.records;

import dev.modeldock.server.actions.InOrder;
import dev.modeldock.server.actions.labels.CocoByImage;
import dev.modeldock.server.actions.labels.CocoFile;
import dev.modeldock.server.actions.labels.CocoImage;
import dev.modeldock.server.actions.services.DataService;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** A dataset of images with COCO annotations as TFRecords, the images in them, and the masks of objects where wanted. */
public final class CocoRecords implements DataService {
    private static final String INSTANCES = "instance_segmentation";
    private static final Set<String> ACTIONS = Set.of("convert_efficientdet_tf1", "convert_efficientdet_tf2");

    @Override
    public boolean does(String kind, String action) {
        return kind.equals(INSTANCES) && action.equals("convert")
                || kind.equals("object_detection") && ACTIONS.contains(action);
    }

    @Override
    public boolean takes(String format) {
        return format.equals("coco");
    }

    @Override
    public String starting(ServiceRun run) {
        return "Starting tfrecords conversion.";
    }

    @Override
    public String perform(ServiceRun run) throws ActionException, IOException, InterruptedException {
        String format = run.task().subject().format();
        if (!takes(format)) {
            throw new ActionException("The format of the dataset is " + format + "; TFRecords of this kind are made of"
                    + " coco. For kitti there are convert and convert_and_index.");
        }
        CocoSpec spec = CocoSpec.of(run.spec(), run.task().subject().kind().equals(INSTANCES));
        try (LeftOut leftOut = new LeftOut(run.results())) {
            new Conversion(run, spec, leftOut).perform();
        }
        return "Conversion finished successfully.";
    }

    /** One run of it. */
    private static final class Conversion {
        private static final int TOLD_EVERY = 10_000;

        private final ServiceRun run;
        private final CocoSpec spec;
        private final LeftOut leftOut;
        private final DatasetFiles files;
        private final CocoFile coco;
        private final NumberedCategories categories;
        private final SampleModifier modifier;
        private final ClassCounts counts;
        private long written;
        private long objects;
        private double largest;

        Conversion(ServiceRun run, CocoSpec spec, LeftOut leftOut) throws ActionException, IOException {
            this.run = run;
            this.spec = spec;
            this.leftOut = leftOut;
            this.files = new DatasetFiles(run.data());
            this.coco = new CocoFile(
                    files.at(spec.annotations(), "dataset_convert.annotations_file"), run.context()::check);
            this.categories = NumberedCategories.of(coco, spec.background());
            this.modifier = SampleModifier.of(run.spec()).over(1);
            this.counts = new ClassCounts(new LinkedHashMap<>()).known(categories.names());
        }

        void perform() throws ActionException, IOException, InterruptedException {
            Path directory = Files.createDirectories(run.results().resolve("tfrecords"));
            try (CocoByImage images = CocoByImage.of(coco, run.task().work());
                    ByteLists masks = new ByteLists(run.task().work())) {
                strays(images);
                try (CocoShards shards = CocoShards.create(directory, spec.tag(), spec.shards())) {
                    CocoExamples examples = new CocoExamples(files, spec, categories, masks);
                    InOrder.each(images, run.threads(), examples::of, (image, made) -> {
                        run.context().check();
                        told(image, images.images());
                        write(image, made, shards);
                        masks.written(made.parts());
                    });
                }
                end(images.images());
            }
        }

        private void strays(CocoByImage images) throws IOException {
            if (images.strays() > 0) {
                String sentence = images.strays() + " annotations are of images that " + spec.annotations()
                        + " does not list; they are left out.";
                run.context().log(sentence);
                run.status().running(sentence);
            }
        }

        private void told(CocoImage image, long of) throws IOException {
            if (image.number() % TOLD_EVERY == 0) {
                run.status().running("On image " + image.number() + " of " + of);
            }
        }

        private void write(CocoImage image, MadeExample made, CocoShards shards) throws ActionException, IOException {
            if (made.missing().isPresent()) {
                leftOut.file(made.image(), made.missing().get());
                return;
            }
            List<String> classes = made.objects().classes();
            leftOut.objects(made.image(), made.objects().leftOut());
            largest = Math.max(largest, made.objects().largest());
            int times = modifier.times(0, classes.stream().map(SpecLists::lower).toList());
            for (int i = 0; i < times; i++) {
                shards.write(image.number(), made.parts());
                counts.add(classes);
                written++;
                objects += classes.size();
            }
        }

        private void end(long images) throws ActionException, IOException {
            if (written == 0) {
                throw new ActionException("None of the " + images + " images could be written. "
                        + leftOut.sentence().orElse("There are none, or the rules of the spec left all of them out."));
            }
            if (objects > 0 && largest <= 1) {
                throw new ActionException("No box is wider or higher than 1 pixel: those of " + spec.annotations()
                        + " seem to be shares of the size of their image; expected are pixels.");
            }
            if (leftOut.sentence().isPresent()) {
                run.context().log(leftOut.sentence().get());
                run.status().running(leftOut.sentence().get());
            }
            counts.tell(run.status(), run.results());
        }
    }
}
