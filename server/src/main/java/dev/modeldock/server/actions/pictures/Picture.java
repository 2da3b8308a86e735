package dev.modeldock.server.actions.pictures;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/**
 * A picture in colour.
 *
 * @param bgr blue, green and red of each pixel from 0 to 255, row by row; not copied
 */
public record Picture(int width, int height, byte[] bgr) {
    /** Bytes of a pixel. */
    public static final int CHANNELS = 3;

    /** A black one. */
    public static Picture black(int width, int height) {
        return new Picture(width, height, new byte[Math.multiplyExact(Math.multiplyExact(width, height), CHANNELS)]);
    }

    /** A value from 0 to 255. */
    public int at(int x, int y, int channel) {
        return bgr[(y * width + x) * CHANNELS + channel] & 0xFF;
    }

    /** The same for Java2D; it is a copy. */
    public BufferedImage image() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        System.arraycopy(bgr, 0, bytes, 0, bytes.length);
        return image;
    }
}
