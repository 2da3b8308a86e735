package dev.modeldock.server.actions.masks;

import dev.modeldock.server.actions.pictures.PictureFile;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Path;

/** A picture whose pixels are the ids of categories, and 0 where there is no object. For one thread. */
final class MaskPicture {
    /** The highest id that a pixel can be. */
    static final int MOST = 0xFFFE;

    private static final int BYTE = 0xFF;

    private final int width;
    private final int height;
    /** One more than the id, so that what is not painted is known from what is painted with 0. */
    private final char[] pixels;

    private boolean isPainted;

    MaskPicture(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new char[Math.multiplyExact(width, height)];
    }

    /** Paint an object behind all that were painted before. */
    void paintBehind(Mask mask, int id) {
        for (int y = 0; y < height; y++) {
            for (int x = mask.next(0, y); x < width; x = mask.next(x + 1, y)) {
                if (pixels[y * width + x] == 0) {
                    pixels[y * width + x] = (char) (id + 1);
                    isPainted = true;
                }
            }
        }
    }

    boolean isPainted() {
        return isPainted;
    }

    /** Write it as a gray PNG, with 8 bits a pixel where these are enough for the highest id of all pictures. */
    void write(Path file, int highest) throws IOException {
        BufferedImage image = new BufferedImage(
                width, height, highest > BYTE ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = image.getRaster();
        for (int at = 0; at < pixels.length; at++) {
            if (pixels[at] > 0) {
                raster.setSample(at % width, at / width, 0, pixels[at] - 1);
            }
        }
        new PictureFile(file).write(image);
    }
}
