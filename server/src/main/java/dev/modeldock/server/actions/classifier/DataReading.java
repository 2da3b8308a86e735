package dev.modeldock.server.actions.classifier;

import dev.modeldock.server.actions.InOrder;
import dev.modeldock.server.actions.classifier.TrainingData.Looks;
import dev.modeldock.server.actions.classifier.TrainingData.Parts;
import dev.modeldock.spi.ActionContext;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Reads all images of a training, on all cores, and writes their pixels into one file. What is broken is left out. */
final class DataReading {
    private static final int LEAST_SIZE = 8;
    private static final int USUAL_SIZE = 32;
    /** Pictures in grey that were stored with colours differ by so much. */
    private static final int HARDLY_COLOURED = 8;

    private final Gathering gathering;
    private final Skipped skipped;
    private final ActionContext context;
    private final int threads;

    DataReading(Gathering gathering, Skipped skipped, ActionContext context, int threads) {
        this.gathering = gathering;
        this.skipped = skipped;
        this.context = context;
        this.threads = threads;
    }

    /** What came of one image. */
    private record Read<T>(T value, String fault) {
        interface Reading<T> {
            T get() throws Picture.Broken;
        }

        static <T> Read<T> of(Reading<T> reading) {
            try {
                return new Read<>(reading.get(), null);
            } catch (Picture.Broken e) {
                return new Read<>(null, e.getMessage());
            }
        }
    }

    /** What the network is to see, by the images where the form leaves it to them. */
    Looks looks(Settings.Form form) throws IOException, InterruptedException {
        if (form.imageSize() > 0 && !form.colour().equals("auto")) {
            return new Looks(form.imageSize(), form.colour().equals("rgb") ? 3 : 1);
        }
        int[] sizes = new int[gathering.examples().size()];
        int[] seen = {0, 0};
        InOrder.each(
                gathering.examples().iterator(),
                threads,
                example -> Read.of(() -> Picture.header(example.file())),
                (example, read) -> {
                    context.check();
                    if (read.fault() == null) {
                        sizes[seen[0]++] =
                                Math.min(read.value().width(), read.value().height());
                        seen[1] |= read.value().colour() ? 1 : 0;
                    }
                });
        int colours =
                form.colour().equals("auto") ? 1 + 2 * seen[1] : form.colour().equals("rgb") ? 3 : 1;
        return new Looks(form.imageSize() > 0 ? form.imageSize() : usual(Arrays.copyOf(sizes, seen[0])), colours);
    }

    private static int usual(int[] sizes) {
        Arrays.sort(sizes);
        int median = sizes.length == 0 ? USUAL_SIZE : sizes[sizes.length / 2];
        return Math.max(LEAST_SIZE, Math.min(USUAL_SIZE, median));
    }

    /**
     * Read all.
     *
     * @param settle whether to see in grey after all where no image has any colour
     * @param file that is written
     */
    TrainingData read(Looks looks, boolean settle, Settings.Run run, Path file)
            throws ActionException, IOException, InterruptedException {
        int[] labels = new int[gathering.examples().size()];
        int[] read = {0, 0, 0};
        try (PixelFile.Writer writer = new PixelFile.Writer(file, looks.bytes())) {
            int[] number = {0};
            InOrder.each(
                    gathering.examples().iterator(),
                    threads,
                    example -> Read.of(() -> Picture.pixels(example.file(), looks.size(), looks.colours())),
                    (example, picture) -> {
                        context.check();
                        boolean training = number[0]++ < gathering.training();
                        if (picture.fault() != null) {
                            skipped.add(example.shown(example.folder().getParent()), picture.fault());
                            return;
                        }
                        read[1] += training ? 1 : 0;
                        read[2] |= isColoured(picture.value(), looks) ? 1 : 0;
                        labels[read[0]++] = example.label();
                        writer.add(picture.value(), example.label());
                    });
            int[] kept = Arrays.copyOf(labels, read[0]);
            requireAll(Arrays.copyOf(kept, read[1]));
            Looks seen = settle && read[2] == 0 ? new Looks(looks.size(), 1) : looks;
            return new TrainingData(seen, writer.open(), kept, parts(kept, read[1], run), writer.hash());
        }
    }

    private Parts parts(int[] labels, int training, Settings.Run run) {
        return gathering.hasValidation()
                ? new Parts(
                        IntStream.range(0, training).toArray(),
                        IntStream.range(training, labels.length).toArray())
                : Parts.split(labels, run.validation(), run.seed());
    }

    private void requireAll(int[] training) throws ActionException {
        List<Integer> wanted = gathering.examples().stream()
                .limit(gathering.training())
                .map(Example::label)
                .distinct()
                .toList();
        boolean[] there = new boolean[gathering.classes().size()];
        IntStream.of(training).forEach(label -> there[label] = true);
        for (int label : wanted) {
            if (!there[label]) {
                throw new ActionException("None of the images of the class \""
                        + gathering.classes().get(label) + "\" can be read." + skipped.sentence());
            }
        }
    }

    private static boolean isColoured(byte[] pixels, Looks looks) {
        int plane = looks.size() * looks.size();
        for (int i = 0; looks.colours() == 3 && i < plane; i++) {
            int red = pixels[i] & 255;
            int green = pixels[plane + i] & 255;
            int blue = pixels[2 * plane + i] & 255;
            if (Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue)) > HARDLY_COLOURED) {
                return true;
            }
        }
        return false;
    }
}
