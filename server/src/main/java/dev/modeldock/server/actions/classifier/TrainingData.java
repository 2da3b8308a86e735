package dev.modeldock.server.actions.classifier;

import dev.modeldock.server.actions.classifier.net.Chance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a training learns from and is validated with: numbers of images in a file of pixels.
 *
 * @param labels the class of each image
 * @param hash what all of it is known by
 */
record TrainingData(Looks looks, PixelFile pixels, int[] labels, Parts parts, String hash) implements AutoCloseable {
    private static final int FOR_VALIDATION = 7;

    /** What images look like to the network. */
    record Looks(int size, int colours) {
        int bytes() {
            return size * size * colours;
        }
    }

    /** Images that are learnt from, and others. */
    record Parts(int[] training, int[] validation) {
        /** Of each class a part for the validation, but never all of it. */
        static Parts split(int[] labels, double validation, long seed) {
            List<Integer> kept = new ArrayList<>();
            List<Integer> out = new ArrayList<>();
            int classes = IntStream.of(labels).max().orElse(-1) + 1;
            List<List<Integer>> byClass = new ArrayList<>();
            for (int i = 0; i < classes; i++) {
                byClass.add(new ArrayList<>());
            }
            for (int i = 0; i < labels.length; i++) {
                byClass.get(labels[i]).add(i);
            }
            for (int label = 0; label < classes; label++) {
                List<Integer> all = byClass.get(label);
                int[] order = Chance.of(seed, FOR_VALIDATION, label).order(all.size());
                long count = Math.min(all.size() - 1L, Math.round(validation * all.size()));
                for (int i = 0; i < order.length; i++) {
                    (i < count ? out : kept).add(all.get(order[i]));
                }
            }
            return new Parts(sorted(kept), sorted(out));
        }

        private static int[] sorted(List<Integer> images) {
            return images.stream().mapToInt(i -> i).sorted().toArray();
        }
    }

    /** The pixels of some images. */
    byte[][] images(int[] numbers) throws IOException {
        byte[][] images = new byte[numbers.length][looks.bytes()];
        for (int i = 0; i < numbers.length; i++) {
            pixels.read(numbers[i], images[i]);
        }
        return images;
    }

    /** The classes of some images. */
    int[] labels(int[] numbers) {
        return IntStream.of(numbers).map(i -> labels[i]).toArray();
    }

    /** How the pixels that are learnt from are to be scaled. */
    Scaling scaling() throws IOException {
        long[][] counts = new long[looks.colours()][256];
        byte[] image = new byte[looks.bytes()];
        for (int number : parts.training()) {
            pixels.read(number, image);
            for (int i = 0; i < image.length; i++) {
                counts[i / (looks.size() * looks.size())][image[i] & 255]++;
            }
        }
        return Scaling.of(counts);
    }

    @Override
    public void close() throws IOException {
        pixels.close();
    }
}
