package dev.modeldock.server.actions.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageHeadTest {
    @TempDir
    Path temp;

    private static byte[] image(String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB), format, bytes);
        return bytes.toByteArray();
    }

    private Optional<ImageHead> head(byte[] bytes) throws IOException {
        return ImageHead.of(Files.write(temp.resolve("image"), bytes));
    }

    @Test
    void formatAndSizeAreThoseOfTheBytesWhateverTheName() throws IOException {
        for (String format : List.of("jpeg", "png")) {
            ImageHead head = head(image(format)).orElseThrow();
            assertEquals(format, head.format());
            assertEquals(40, head.size().width());
            assertEquals(20, head.size().height());
            assertEquals(image(format).length, head.bytes());
        }
    }

    @Test
    void otherKindsAreNoImages() throws IOException {
        for (String format : List.of("gif", "bmp")) {
            assertTrue(head(image(format)).isEmpty(), format);
        }
        assertTrue(head(new byte[0]).isEmpty());
        assertTrue(head(new byte[] {0, 0, 1, 1, 1}).isEmpty());
    }

    @Test
    void aDamagedImageIsNoneAndNoFault() throws IOException {
        Random random = new Random(1);
        for (String format : List.of("jpeg", "png")) {
            byte[] whole = image(format);
            for (int i = 0; i < 2000; i++) {
                byte[] damaged = Arrays.copyOf(whole, i % 2 == 0 ? random.nextInt(whole.length) : whole.length);
                for (int k = 0; damaged.length > 4 && k < 5; k++) {
                    damaged[4 + random.nextInt(Math.min(damaged.length, 120) - 4)] = (byte) random.nextInt();
                }
                head(damaged)
                        .ifPresent(head -> assertTrue(
                                head.size().width() > 0 && head.size().height() > 0));
            }
        }
    }

    @Test
    void aFileThatNoMessageCouldHoldIsNone() throws IOException {
        Path file = Files.write(temp.resolve("image"), image("png"));
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength((1L << 30) + 1);
        }
        assertTrue(ImageHead.of(file).isEmpty());
    }
}
