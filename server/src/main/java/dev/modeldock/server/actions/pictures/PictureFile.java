package dev.modeldock.server.actions.pictures;

import dev.modeldock.server.actions.HeapRoom;
import dev.modeldock.server.actions.HeapRoom.Kind;
import dev.modeldock.spi.ActionException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.FileImageOutputStream;

/**
 * A file with a picture. It is read as what its bytes are, and written as JPEG or PNG, as its name says. Transparent pixels are mixed
 * with black; of 16 bits a value the upper 8 count.
 */
public record PictureFile(Path file) {
    private static final float QUALITY = 0.95f;

    /**
     * Does something with a picture while there is room for it.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    public interface Use<T> {
        T of(Picture picture) throws ActionException, IOException;
    }

    /**
     * Read it.
     *
     * @param more bytes that the use needs beside those of so many pixels
     * @throws BrokenPictureException when it is no picture, is damaged, or is too large
     */
    public <T> T read(LongUnaryOperator more, Use<T> use) throws ActionException, IOException, InterruptedException {
        if (!Files.isRegularFile(file)) {
            throw new BrokenPictureException("is not there");
        }
        try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
            ImageReader reader = ImageFormat.reader(in)
                    .orElseThrow(() -> new BrokenPictureException(
                            "is of a kind that is not known; known are " + ImageFormat.NAMES));
            reader.setInput(in, true, true);
            try {
                // Decoded, and turned into our order of bytes; that of JPEG is ours already.
                long pixels = measured(reader);
                int each = ImageFormat.of(reader).equals(Optional.of(ImageFormat.JPEG)) ? 3 : 8;
                HeapRoom.Part room = room(pixels * each + more.applyAsLong(pixels));
                try {
                    return use.of(decoded(reader));
                } finally {
                    room.close();
                }
            } finally {
                reader.dispose();
            }
        }
    }

    /**
     * Wait for room for pixels.
     *
     * @throws BrokenPictureException when so much will never be there
     */
    public static HeapRoom.Part room(long bytes) throws BrokenPictureException, InterruptedException {
        long most = HeapRoom.SHARED.most(Kind.PICTURE);
        if (bytes > most) {
            throw new BrokenPictureException("needs " + (bytes >> 20) + " MB for its pixels, and there is room for "
                    + (most >> 20) + " MB; more memory for the program (-Xmx) makes more room");
        }
        return HeapRoom.SHARED.take(Kind.PICTURE, bytes, () -> {});
    }

    private static long measured(ImageReader reader) throws BrokenPictureException {
        try {
            return (long) reader.getWidth(0) * reader.getHeight(0);
        } catch (IOException | RuntimeException e) {
            throw damaged(e);
        }
    }

    /** Readers throw whatever comes to them about damaged bytes. */
    private static Picture decoded(ImageReader reader) throws BrokenPictureException {
        try {
            return picture(reader.read(0));
        } catch (IOException | RuntimeException e) {
            throw damaged(e);
        }
    }

    private static BrokenPictureException damaged(Exception e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new BrokenPictureException("is damaged or of a kind that cannot be read: " + why, e);
    }

    private static Picture picture(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            return new Picture(
                    width, height, ((DataBufferByte) image.getRaster().getDataBuffer()).getData());
        }
        Picture picture = Picture.black(width, height);
        boolean gray = image.getColorModel().getNumColorComponents() == 1;
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            if (gray) {
                grayRow(image.getRaster(), y, row);
            } else {
                image.getRGB(0, y, width, 1, row, 0, width);
            }
            put(row, picture.bgr(), y * width * Picture.CHANNELS);
        }
        return picture;
    }

    /** Java takes gray for linear light and would make it brighter; in files it is as bright as a colour of equal parts. */
    private static void grayRow(Raster raster, int y, int[] row) {
        boolean transparent = raster.getNumBands() == 2;
        for (int x = 0; x < row.length; x++) {
            int alpha = transparent ? eight(raster, x, y, 1) : 0xFF;
            row[x] = alpha << 24 | eight(raster, x, y, 0) * 0x010101;
        }
    }

    private static int eight(Raster raster, int x, int y, int band) {
        int more = Math.max(0, raster.getSampleModel().getSampleSize(band) - 8);
        return raster.getSample(x, y, band) >> more;
    }

    private static void put(int[] argb, byte[] bgr, int from) {
        int to = from;
        for (int pixel : argb) {
            int alpha = pixel >>> 24;
            for (int shift = 0; shift <= 16; shift += 8) {
                int value = pixel >> shift & 0xFF;
                bgr[to++] = (byte) (alpha == 0xFF ? value : (value * alpha + 127) / 255);
            }
        }
    }

    /** Write it in colour; what was there is replaced. */
    public void write(Picture picture) throws IOException {
        write(picture.image());
    }

    /** Write it in gray, as bright as it is in colour. */
    public void writeGray(Picture picture) throws IOException {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = image.getRaster();
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                double luma = 0.114 * picture.at(x, y, 0) + 0.587 * picture.at(x, y, 1) + 0.299 * picture.at(x, y, 2);
                raster.setSample(x, y, 0, (int) Math.rint(luma));
            }
        }
        write(image);
    }

    /** Write it as it is. */
    public void write(BufferedImage image) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        ImageWriter writer = ImageIO.getImageWritersByFormatName(name.endsWith(".png") ? "png" : "jpeg")
                .next();
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        try (FileImageOutputStream out = new FileImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            ImageWriteParam how = writer.getDefaultWriteParam();
            if (!name.endsWith(".png")) {
                how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                how.setCompressionQuality(QUALITY);
            }
            writer.write(null, new IIOImage(image, null, null), how);
        } catch (FileNotFoundException e) {
            throw new IOException("The file " + file.getFileName() + " cannot be written.", e);
        } finally {
            writer.dispose();
        }
    }
}
