package dev.modeldock.server.actions.classifier;

import dev.modeldock.server.actions.classifier.net.Net;
import dev.modeldock.server.actions.classifier.net.Softmax;
import dev.modeldock.spi.ActionException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Tells what is on images, as {@code result.csv}. */
final class InferenceWork implements ClassifierRun.Work {
    private static final String RESULT = "result.csv";

    @Override
    public String perform(ClassifierRun run) throws ActionException, IOException, InterruptedException {
        if (run.task().inputs().inference().isEmpty()) {
            throw new ActionException(
                    "The model has no inference_dataset; expected is one of the type image_classification.");
        }
        CheckpointFile file = run.network();
        Skipped skipped = new Skipped(run.context());
        int count = run.use(file, Looking.BATCH, net -> {
            try (BufferedWriter out = Files.newBufferedWriter(run.results().resolve(RESULT))) {
                out.write("image,class,probability\n");
                Naming naming =
                        new Naming(net, file.head(), run.fields().integer("topK", 1, 1, Head.MOST_CLASSES), out);
                int named = 0;
                for (Path dataset : run.task().inputs().inference()) {
                    named += naming.all(new Looking(run, naming.head(), skipped, dataset));
                }
                return named;
            }
        });
        if (count == 0) {
            throw new ActionException("The inference_dataset has no image that can be read." + skipped.sentence());
        }
        return "Inference finished successfully: " + count + " images in " + RESULT + "." + skipped.sentence();
    }

    private record Naming(Net net, Head head, int most, BufferedWriter out) {
        int all(Looking looking) throws ActionException, IOException, InterruptedException {
            int[] count = {0};
            Feeder feeder = new Feeder(net, head.scaling());
            List<Example> images = ClassFolders.images(new ClassFolders(looking.dataset()).images(), -1);
            looking.each(images.iterator(), (examples, pixels) -> {
                feeder.feed(pixels);
                net.forward(pixels.length);
                for (int i = 0; i < pixels.length; i++) {
                    write(Csv.cell(examples.get(i).shown(looking.dataset())), Softmax.probabilities(net.scores(), i));
                }
                count[0] += pixels.length;
            });
            return count[0];
        }

        private void write(String image, double[] probabilities) throws IOException {
            int[] best = IntStream.range(0, probabilities.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> -probabilities[i]))
                    .limit(most)
                    .mapToInt(i -> i)
                    .toArray();
            for (int i : best) {
                out.write(image + "," + Csv.cell(head.classes().get(i)) + ","
                        + String.format(Locale.ROOT, "%.6f", probabilities[i]) + "\n");
            }
        }
    }
}
