package dev.modeldock.server.actions.classifier;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A message as Protocol Buffers writes it: fields by number, in the order in which they are added. */
final class Message {
    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final int SEVEN_BITS = 0x7F;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
        varint((long) field << 3 | VARINT);
        varint(value);
        return this;
    }

    Message numbers(int field, long... values) {
        for (long value : values) {
            number(field, value);
        }
        return this;
    }

    Message text(int field, String text) {
        return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message inner) {
        return bytes(field, inner.toBytes());
    }

    Message bytes(int field, byte[] bytes) {
        varint((long) field << 3 | BYTES);
        varint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~SEVEN_BITS) != 0) {
            out.write((int) (rest & SEVEN_BITS | SEVEN_BITS + 1));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
