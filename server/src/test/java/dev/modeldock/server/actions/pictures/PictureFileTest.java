package dev.modeldock.server.actions.pictures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.actions.Drawings;
import dev.modeldock.server.actions.labels.ImageFiles;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureFileTest {
    @TempDir
    Path temp;

    private Picture read(BufferedImage image) throws Exception {
        Path file = temp.resolve("some.png");
        assertTrue(ImageIO.write(image, "png", file.toFile()));
        return Drawings.read(file);
    }

    @Test
    void aPngComesBackAsItWas() throws Exception {
        Picture picture = Drawings.of(7, 5, (x, y) -> x * 35 << 16 | y * 50 << 8 | 99);
        Path file = temp.resolve("deeper/a.PNG");
        Drawings.write(file, picture);
        assertEquals((byte) 0x89, Files.readAllBytes(file)[0]);
        assertArrayEquals(picture.bgr(), Drawings.read(file).bgr());
        Drawings.write(file, Picture.black(2, 2));
        assertEquals(2, Drawings.read(file).width(), "what was there is replaced, all of it");
    }

    @Test
    void aJpegIsNearlyWhatItWas() throws Exception {
        Picture picture = Drawings.of(64, 48, (x, y) -> x * 3 << 16 | y * 4 << 8 | 99);
        Path file = temp.resolve("a.jpeg");
        Drawings.write(file, picture);
        assertEquals((byte) 0xFF, Files.readAllBytes(file)[0]);
        Picture back = Drawings.read(file);
        for (int i = 0; i < picture.bgr().length; i++) {
            assertEquals(picture.bgr()[i] & 0xFF, back.bgr()[i] & 0xFF, 8);
        }
    }

    @Test
    void aNameThatSaysOtherwiseDoesNotMatterToReading() throws Exception {
        Path png = temp.resolve("a.png");
        Drawings.write(png, Drawings.of(2, 2, (x, y) -> 0x123456));
        Files.move(png, temp.resolve("a.jpg"));
        assertEquals(0x123456, Drawings.rgb(Drawings.read(temp.resolve("a.jpg")), 1, 1));
    }

    @Test
    void grayIsAsBrightAsItsNumber() throws Exception {
        BufferedImage gray = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
        gray.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {0, 128, 255});
        Picture picture = read(gray);
        assertEquals(0x808080, Drawings.rgb(picture, 1, 0));
        assertEquals(0xFFFFFF, Drawings.rgb(picture, 2, 0));
        BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {0x80FF, 0x00FF});
        assertEquals(0x808080, Drawings.rgb(read(deep), 0, 0));
        assertEquals(0, Drawings.rgb(read(deep), 1, 0));
    }

    @Test
    void grayWithTransparencyIsMixedWithBlack() throws Exception {
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                true,
                false,
                java.awt.Transparency.TRANSLUCENT,
                DataBuffer.TYPE_BYTE);
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 2, 1, 2, null);
        raster.setPixels(0, 0, 2, 1, new int[] {200, 255, 200, 51});
        Picture picture = read(new BufferedImage(model, raster, false, null));
        assertEquals(0xC8C8C8, Drawings.rgb(picture, 0, 0));
        assertEquals(0x282828, Drawings.rgb(picture, 1, 0), "200 * 51 / 255");
    }

    @Test
    void colourWithTransparencyIsMixedWithBlack() throws Exception {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xFF112233);
        image.setRGB(1, 0, 0x33FF8000);
        Picture picture = read(image);
        assertEquals(0x112233, Drawings.rgb(picture, 0, 0));
        assertEquals(0x331A00, Drawings.rgb(picture, 1, 0));
    }

    @Test
    void palettesAreColours() throws Exception {
        byte[] reds = {(byte) 0xAA, 1};
        IndexColorModel palette = new IndexColorModel(1, 2, reds, new byte[] {2, 3}, new byte[] {4, 5});
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
        image.getRaster().setSample(1, 0, 0, 1);
        Picture picture = read(image);
        assertEquals(0xAA0204, Drawings.rgb(picture, 0, 0));
        assertEquals(0x010305, Drawings.rgb(picture, 1, 0));
    }

    @Test
    void itIsWrittenInGrayByItsLuma() throws Exception {
        Path file = temp.resolve("gray.png");
        // 0.299 * 200 + 0.587 * 100 + 0.114 * 50 = 124.2
        new PictureFile(file).writeGray(Drawings.of(2, 2, (x, y) -> 0xC86432));
        assertEquals(1, ImageIO.read(file.toFile()).getRaster().getNumBands());
        assertEquals(0x7C7C7C, Drawings.rgb(Drawings.read(file), 0, 0));
    }

    private String broken(byte[] bytes) throws IOException {
        Path file = Files.write(temp.resolve("broken.jpg"), bytes);
        return assertThrows(BrokenPictureException.class, () -> Drawings.read(file))
                .getMessage();
    }

    @Test
    void whatIsNoPictureIsSaid() throws Exception {
        assertTrue(broken(new byte[0]).contains("of a kind that is not known"));
        assertTrue(broken("no picture".getBytes()).contains("of a kind that is not known"));
        Path jpeg = temp.resolve("a.jpg");
        Drawings.write(jpeg, Drawings.of(64, 64, (x, y) -> x * y));
        byte[] whole = Files.readAllBytes(jpeg);
        assertTrue(broken(Arrays.copyOf(whole, 100)).contains("is damaged"));
        assertTrue(assertThrows(BrokenPictureException.class, () -> Drawings.read(temp.resolve("none.jpg")))
                .getMessage()
                .contains("is not there"));
    }

    @Test
    void damagedBytesAreNeverMoreThanASentence() throws Exception {
        Path png = temp.resolve("a.png");
        Drawings.write(png, Drawings.of(20, 20, (x, y) -> x * y * 999));
        Path jpeg = temp.resolve("a.jpg");
        Drawings.write(jpeg, Drawings.of(20, 20, (x, y) -> x * y * 999));
        java.util.Random random = new java.util.Random(6);
        for (Path good : new Path[] {png, jpeg}) {
            byte[] whole = Files.readAllBytes(good);
            for (int round = 0; round < 300; round++) {
                byte[] bytes = whole.clone();
                for (int i = 0; i < 3; i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                try {
                    Drawings.read(Files.write(temp.resolve("some"), bytes));
                } catch (BrokenPictureException e) {
                    assertTrue(e.getMessage().length() > 5);
                }
            }
        }
    }

    @Test
    void aPictureThatIsLargerThanTheMemoryIsNotRead() throws Exception {
        // The head of a PNG of 60000 x 60000 pixels, and nothing behind it.
        byte[] head = ByteBuffer.allocate(17)
                .put("IHDR".getBytes())
                .putInt(60_000)
                .putInt(60_000)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        CRC32 crc = new CRC32();
        crc.update(head);
        byte[] png = ByteBuffer.allocate(33)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10})
                .putInt(13)
                .put(head)
                .putInt((int) crc.getValue())
                .array();
        String message = broken(png);
        assertTrue(message.contains("28800 MB") || message.contains("MB for its pixels"), message);
        assertTrue(message.contains("-Xmx"), message);
    }

    /** What all actions read by their bytes, whatever the name says; a TIFF, which Java reads too, is none of them. */
    @ParameterizedTest
    @EnumSource(ImageFormat.class)
    void theFormatsAreReadAndNoOthers(ImageFormat format) throws Exception {
        Path file = temp.resolve("some.png");
        BufferedImage image = new BufferedImage(6, 4, BufferedImage.TYPE_INT_RGB);
        assertTrue(ImageIO.write(image, format.name(), file.toFile()));
        assertEquals(6, Drawings.read(file).width());
        assertEquals(Optional.of(new ImageFiles.Look(format, new ImageFiles.Size(6, 4))), ImageFiles.look(file));
        assertTrue(ImageIO.write(image, "tiff", file.toFile()));
        assertTrue(assertThrows(BrokenPictureException.class, () -> Drawings.read(file))
                .getMessage()
                .contains("known are JPEG, PNG, GIF and BMP"));
        assertEquals(Optional.empty(), ImageFiles.look(file));
    }

    @Test
    void namesSayWhichFilesAreImages() {
        for (String name : List.of("a.jpg", "a.JPEG", "b.c.png")) {
            assertTrue(ImageFormat.isImage(Path.of(name)) && ImageFormat.isLabelled(Path.of(name)), name);
        }
        for (String name : List.of("a.gif", "a.BMP")) {
            assertTrue(ImageFormat.isImage(Path.of(name)) && !ImageFormat.isLabelled(Path.of(name)), name);
        }
        for (String name : List.of("a.tif", "a.webp", "png", "a.png.txt", "a")) {
            assertFalse(ImageFormat.isImage(Path.of(name)) || ImageFormat.isLabelled(Path.of(name)), name);
        }
    }
}
