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

    /** What was found out so far. For one thread. */
    private static final class Tally {
        private final int[] numbers;
        private int count;
        private boolean coloured;

        Tally(int most) {
            this.numbers = new int[most];
        }

        void add(int number, boolean colour) {
            numbers[count++] = number;
            coloured |= colour;
        }

        int[] all() {
            return Arrays.copyOf(numbers, count);
        }
    }

    /** What the network is to see, by the images where the form leaves it to them. */
    Looks looks(Settings.Form form) throws IOException, InterruptedException {
        Tally sizes = new Tally(gathering.images());
        boolean auto = form.colour().equals("auto");
        if (auto || form.imageSize() == 0) {
            InOrder.each(
                    gathering.all(),
                    threads,
                    example -> Read.of(() -> Picture.header(example.file())),
                    (example, read) -> {
                        context.check();
                        if (read.fault() == null) {
                            Picture.Header header = read.value();
                            sizes.add(Math.min(header.width(), header.height()), header.colour());
                        }
                    });
        }
        boolean colours = auto ? sizes.coloured : form.colour().equals("rgb");
        return new Looks(form.imageSize() > 0 ? form.imageSize() : usual(sizes.all()), colours ? 3 : 1);
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
        Tally tally = new Tally(gathering.images());
        try (PixelFile.Writer writer = new PixelFile.Writer(file, looks.bytes())) {
            Taking taking = new Taking(looks, writer, tally);
            taking.all(gathering.learnt());
            requireAll(tally.all());
            int learnt = tally.count;
            taking.all(gathering.others());
            Looks seen = settle && !tally.coloured ? new Looks(looks.size(), 1) : looks;
            return new TrainingData(seen, writer.open(), tally.all(), parts(tally.all(), learnt, run), writer.hash());
        }
    }

    /** How images are taken into the file. */
    private final class Taking {
        private final Looks looks;
        private final PixelFile.Writer writer;
        private final Tally tally;

        Taking(Looks looks, PixelFile.Writer writer, Tally tally) {
            this.looks = looks;
            this.writer = writer;
            this.tally = tally;
        }

        void all(List<Example> examples) throws IOException, InterruptedException {
            InOrder.each(
                    examples.iterator(),
                    threads,
                    example -> Read.of(() -> Picture.pixels(example.file(), looks.size(), looks.colours())),
                    this::take);
        }

        private void take(Example example, Read<byte[]> picture) throws IOException {
            context.check();
            if (picture.fault() != null) {
                skipped.add(example.shown(example.folder().getParent()), picture.fault());
                return;
            }
            tally.add(example.label(), isColoured(picture.value(), looks));
            writer.add(picture.value(), example.label());
        }
    }

    private Parts parts(int[] labels, int learnt, Settings.Run run) {
        return gathering.others().isEmpty()
                ? Parts.split(labels, run.validation(), run.seed())
                : new Parts(
                        IntStream.range(0, learnt).toArray(),
                        IntStream.range(learnt, labels.length).toArray());
    }

    /** Each class needs an image that can be read. */
    private void requireAll(int[] read) throws ActionException {
        boolean[] there = new boolean[gathering.classes().size()];
        IntStream.of(read).forEach(label -> there[label] = true);
        for (Example example : gathering.learnt()) {
            if (!there[example.label()]) {
                throw new ActionException("None of the images of the class \""
                        + gathering.classes().get(example.label()) + "\" can be read." + skipped.sentence());
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
