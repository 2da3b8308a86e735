package dev.modeldock.server.actions.records;

import dev.modeldock.server.actions.masks.Mask;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A mask as a PNG of 8 bits a pixel, 1 where the object is and else 0: so it is decoded to these numbers, which one of 1 bit
 * a pixel is not. It is written row by row, without a picture in memory.
 */
final class MaskPng {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] EIGHT_BITS_OF_GRAY = {8, 0, 0, 0, 0};

    private MaskPng() {}

    static byte[] of(Mask mask) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        chunk(
                out,
                "IHDR",
                ByteBuffer.allocate(2 * Integer.BYTES + EIGHT_BITS_OF_GRAY.length)
                        .putInt(mask.width())
                        .putInt(mask.height())
                        .put(EIGHT_BITS_OF_GRAY)
                        .array());
        chunk(out, "IDAT", rows(mask));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] rows(Mask mask) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater();
        try (DeflaterOutputStream packed = new DeflaterOutputStream(out, deflater)) {
            // Before each row stands how it is filtered: not at all.
            byte[] row = new byte[mask.width() + 1];
            for (int y = 0; y < mask.height(); y++) {
                for (int x = 0; x < mask.width(); x++) {
                    row[x + 1] = (byte) (mask.has(x, y) ? 1 : 0);
                }
                packed.write(row);
            }
        } catch (java.io.IOException e) {
            throw new IllegalStateException("Memory takes what is written.", e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        CRC32 checksum = new CRC32();
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        checksum.update(name);
        checksum.update(data);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) checksum.getValue())
                .array());
    }
}
