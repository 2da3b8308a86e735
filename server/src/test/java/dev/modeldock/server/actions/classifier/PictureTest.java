package dev.modeldock.server.actions.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
    @TempDir
    Path temp;

    private Path file(byte[] bytes) {
        Path file = temp.resolve("x.png");
        Drawings.write(file, bytes);
        return file;
    }

    private Path png(BufferedImage image) {
        return file(Drawings.encoded(image, "png"));
    }

    private static BufferedImage filled(int width, int height, int type, Color colour) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D drawing = image.createGraphics();
        drawing.setColor(colour);
        drawing.fillRect(0, 0, width, height);
        drawing.dispose();
        return image;
    }

    private static int[] numbers(byte[] pixels) {
        int[] numbers = new int[pixels.length];
        Arrays.setAll(numbers, i -> pixels[i] & 255);
        return numbers;
    }

    @Test
    void greyIsTakenAsItIsStored() throws Exception {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        byte[] stored = new byte[256];
        for (int i = 0; i < 256; i++) {
            stored[i] = (byte) i;
        }
        image.getRaster().setDataElements(0, 0, 16, 16, stored);
        Path file = png(image);
        assertFalse(Picture.header(file).colour());
        assertArrayEquals(stored, Picture.pixels(file, 16, 1));
        byte[] red = Arrays.copyOf(Picture.pixels(file, 16, 3), 256);
        assertArrayEquals(stored, red);
    }

    @Test
    void sixteenBitsAreTakenAsEight() throws Exception {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_USHORT_GRAY);
        short[] stored = new short[64];
        Arrays.fill(stored, (short) (200 * 257));
        image.getRaster().setDataElements(0, 0, 8, 8, stored);
        assertEquals(200, Picture.pixels(png(image), 8, 1)[5] & 255);
    }

    @Test
    void coloursComeAsPlanesAndAsGrey() throws Exception {
        Path file = png(filled(9, 9, BufferedImage.TYPE_INT_RGB, new Color(200, 100, 50)));
        assertTrue(Picture.header(file).colour());
        int[] planes = numbers(Picture.pixels(file, 8, 3));
        assertEquals(200, planes[0]);
        assertEquals(100, planes[64]);
        assertEquals(50, planes[128]);
        assertEquals(124, Picture.pixels(file, 8, 1)[0] & 255);
    }

    @Test
    void whatIsTransparentIsWhite() throws Exception {
        Path file = png(filled(8, 8, BufferedImage.TYPE_INT_ARGB, new Color(255, 0, 0, 0)));
        assertEquals(255, Picture.pixels(file, 8, 3)[100] & 255);
        Path half = png(filled(8, 8, BufferedImage.TYPE_INT_ARGB, new Color(0, 0, 0, 128)));
        assertEquals(127, Picture.pixels(half, 8, 1)[0] & 255, 1);
    }

    @Test
    void palettesAndSingleBitsAreRead() throws Exception {
        byte[] red = {0, (byte) 250};
        byte[] none = {0, 0};
        IndexColorModel model = new IndexColorModel(8, 2, red, none, none);
        BufferedImage palette = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_INDEXED, model);
        palette.getRaster().setDataElements(0, 0, 8, 8, filledWith((byte) 1, 64));
        assertEquals(250, Picture.pixels(png(palette), 8, 3)[0] & 255);
        BufferedImage bits = filled(8, 8, BufferedImage.TYPE_BYTE_BINARY, Color.WHITE);
        assertEquals(255, Picture.pixels(png(bits), 8, 1)[0] & 255);
    }

    private static byte[] filledWith(byte value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, value);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "gif", "bmp", "png"})
    void theFormatIsTakenFromTheContent(String format) throws Exception {
        Path file = file(Drawings.encoded(filled(20, 12, BufferedImage.TYPE_INT_RGB, new Color(40, 80, 200)), format));
        assertEquals(new Picture.Header(20, 12, true), Picture.header(file));
        assertEquals(200, Picture.pixels(file, 8, 3)[130] & 255, 4);
    }

    @Test
    void aSmallerImageIsAMeanOfAllThatIsThere() throws Exception {
        BufferedImage board = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        byte[] stored = new byte[64 * 64];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = (byte) ((i + i / 64) % 2 * 200);
        }
        board.getRaster().setDataElements(0, 0, 64, 64, stored);
        for (int pixel : numbers(Picture.pixels(png(board), 16, 1))) {
            assertEquals(100, pixel, 8);
        }
        int[] larger = numbers(Picture.pixels(png(filled(2, 3, BufferedImage.TYPE_BYTE_GRAY, Color.WHITE)), 32, 1));
        assertTrue(Arrays.stream(larger).allMatch(pixel -> pixel == 255));
    }

    @Test
    void longAndThinImagesAreRead() throws Exception {
        assertEquals(0, Picture.pixels(png(new BufferedImage(20_000, 1, BufferedImage.TYPE_BYTE_GRAY)), 8, 1)[3]);
        assertEquals(0, Picture.pixels(png(new BufferedImage(3, 9_000, BufferedImage.TYPE_BYTE_GRAY)), 8, 1)[3]);
    }

    /** The header of a PNG that promises so many pixels, with nothing behind. */
    private static byte[] promise(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream chunk = new DataOutputStream(header);
        chunk.writeBytes("IHDR");
        chunk.writeInt(width);
        chunk.writeInt(height);
        chunk.write(new byte[] {8, 2, 0, 0, 0});
        CRC32 sum = new CRC32();
        sum.update(header.toByteArray());
        out.writeInt(13);
        out.write(header.toByteArray());
        out.writeInt((int) sum.getValue());
        return bytes.toByteArray();
    }

    private String broken(byte[] bytes) {
        Path file = file(bytes);
        return assertThrows(Picture.Broken.class, () -> Picture.pixels(file, 16, 3))
                .getMessage();
    }

    @Test
    void hostileFilesAreBrokenAndNothingElse() throws Exception {
        assertEquals("is empty", broken(new byte[0]));
        assertEquals(
                "is no image that is known here; these are: JPEG, PNG, GIF and BMP",
                broken("not an image".getBytes(StandardCharsets.UTF_8)));
        assertEquals("is 60000 x 60000 pixels large; at most 100 million are read", broken(promise(60_000, 60_000)));
        assertTrue(broken(promise(Integer.MAX_VALUE, Integer.MAX_VALUE)).contains("2147483647"));
        assertTrue(broken(promise(10_000, 10_000)).startsWith("cannot be read"));
        assertTrue(broken("BM".getBytes(StandardCharsets.UTF_8)).startsWith("cannot be read"));
        assertTrue(broken("GIF89a".getBytes(StandardCharsets.UTF_8)).startsWith("cannot be read"));
        Path gone = temp.resolve("gone.png");
        assertThrows(Picture.Broken.class, () -> Picture.header(gone));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "gif", "bmp", "png"})
    void whateverIsWrongInAFileItIsBrokenOrRead(String format) throws Exception {
        byte[] whole = Drawings.encoded(Drawings.shape(2, 24, BufferedImage.TYPE_INT_RGB, 3), format);
        Random random = new Random(format.hashCode());
        for (int round = 0; round < 300; round++) {
            byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            for (int i = random.nextInt(6); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                assertEquals(3 * 64, Picture.pixels(file(damaged), 8, 3).length);
            } catch (Picture.Broken expected) {
                assertFalse(expected.getMessage().isBlank());
            }
        }
    }
}
