package dev.modeldock.server.it;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;

/**
 * The images of Debian's package {@code dataset-fashion-mnist}.
 *
 * @param pixels of all images, one behind the other
 */
record FashionMnist(byte[] pixels, byte[] labels) {
    static final List<String> CLASSES = List.of(
            "t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle-boot");
    static final int SIZE = 28;
    private static final Path PLACE = Path.of("/usr/share/datasets/fashion-mnist");
    private static final int IMAGES_HEADER = 16;
    private static final int LABELS_HEADER = 8;

    /** @param part {@code train} or {@code t10k} */
    static FashionMnist of(String part) {
        byte[] images = unpacked(part + "-images-idx3-ubyte.gz");
        byte[] labels = unpacked(part + "-labels-idx1-ubyte.gz");
        return new FashionMnist(
                Arrays.copyOfRange(images, IMAGES_HEADER, images.length),
                Arrays.copyOfRange(labels, LABELS_HEADER, labels.length));
    }

    private static byte[] unpacked(String name) {
        Path file = PLACE.resolve(name);
        if (!Files.exists(file)) {
            String missing = file + " is missing; the Debian package dataset-fashion-mnist has it.";
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(missing);
            }
            Assumptions.abort(missing);
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return labels.length;
    }

    /** The pixels of one image. */
    byte[] image(int number) {
        return Arrays.copyOfRange(pixels, number * SIZE * SIZE, (number + 1) * SIZE * SIZE);
    }

    /** The images of a class as PNG files in its folder, called by their numbers. */
    Map<String, byte[]> files(int label) {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < size(); i++) {
            if (labels[i] == label) {
                files.put("images/" + CLASSES.get(label) + "/" + i + ".png", png(i));
            }
        }
        return files;
    }

    private byte[] png(int number) {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, SIZE, SIZE, image(number));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
