package dev.modeldock.server.actions.classifier;

import dev.modeldock.server.actions.pictures.ImageFormat;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.FileImageInputStream;

/**
 * Reads image files, which are foreign: only formats whose readers are known to be careful, nothing of more pixels than a
 * bound, and never more of them at once than what the network sees makes necessary.
 */
final class Picture {
    private static final long MOST_PIXELS = 100_000_000;

    /** So many pixels are read for each that is made, along a side. */
    private static final int FINENESS = 4;

    private static final double MOST_AT_ONCE = 2_000_000;

    private Picture() {}

    /** Why an image is of no use; a part of a sentence. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    /** What is said at the beginning of an image. */
    record Header(int width, int height, boolean colour) {}

    private interface Look<R> {
        R at(ImageReader reader) throws IOException, Broken;
    }

    /** What an image says of itself. */
    static Header header(Path file) throws Broken {
        return look(file.toFile(), Picture::header);
    }

    /**
     * The pixels of an image, resized to a square: planes of red, green and blue, or one of grey, row by row.
     *
     * @param colours 1 or 3
     */
    static byte[] pixels(Path file, int size, int colours) throws Broken {
        return look(file.toFile(), reader -> {
            Header header = header(reader);
            ImageReadParam param = reader.getDefaultReadParam();
            int step = step(header, size);
            param.setSourceSubsampling(step, step, 0, 0);
            return Planes.of(reader.read(0, param), colours).resized(size);
        });
    }

    /** Of how many pixels one is read, along both sides. */
    private static int step(Header header, int size) {
        int fine = Math.min(header.width(), header.height()) / (FINENESS * size);
        int bearable = (int) Math.ceil(Math.sqrt((double) header.width() * header.height() / MOST_AT_ONCE));
        return Math.max(1, Math.max(fine, bearable));
    }

    private static Header header(ImageReader reader) throws IOException, Broken {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (width < 1 || height < 1 || (long) width * height > MOST_PIXELS) {
            throw new Broken("is " + width + " x " + height + " pixels large; at most 100 million are read");
        }
        ImageTypeSpecifier type = reader.getRawImageType(0);
        return new Header(width, height, type == null || type.getColorModel().getNumColorComponents() > 1);
    }

    /** Whatever a reader throws at bytes that it does not understand, the image is broken. */
    private static <R> R look(File file, Look<R> look) throws Broken {
        try (FileImageInputStream in = new FileImageInputStream(file)) {
            ImageReader reader = reader(in);
            try {
                reader.setInput(in, true, true);
                return look.at(reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw new Broken("cannot be read" + reason(e));
        }
    }

    private static ImageReader reader(FileImageInputStream in) throws IOException, Broken {
        if (in.length() == 0) {
            throw new Broken("is empty");
        }
        return ImageFormat.reader(in)
                .orElseThrow(() -> new Broken("is no image that is known here; these are: " + ImageFormat.NAMES));
    }

    private static String reason(Exception e) {
        String said = e.getMessage();
        return said == null || said.length() > 100 ? "" : " (" + said.replaceAll("\\s+", " ") + ")";
    }
}
