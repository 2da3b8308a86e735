package dev.modeldock.server.actions.classifier;

import dev.modeldock.server.actions.ProtoBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message as Protocol Buffers writes it: fields by number, in the order in which they are added. What is large is written when
 * the message is, and never held.
 */
final class Message {
    private static final int KIND_BITS = 3;

    private final List<Body> parts = new ArrayList<>();
    private long size;

    /** Writes what a field holds, the same bytes each time. */
    @FunctionalInterface
    interface Body {
        void write(OutputStream out) throws IOException;
    }

    Message number(int field, long value) {
        return add(new ProtoBytes().varint((long) field << KIND_BITS).varint(value));
    }

    Message numbers(int field, long... values) {
        for (long value : values) {
            number(field, value);
        }
        return this;
    }

    Message text(int field, String text) {
        return add(new ProtoBytes().field(field, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A message that nothing is added to any more. */
    Message message(int field, Message inner) {
        return body(field, inner.size, inner::write);
    }

    /** @param length of what is written, in bytes */
    Message body(int field, long length, Body body) {
        add(new ProtoBytes().header(field, length));
        return add(length, body);
    }

    private Message add(ProtoBytes made) {
        byte[] bytes = made.toByteArray();
        return add(bytes.length, out -> out.write(bytes));
    }

    private Message add(long length, Body body) {
        parts.add(body);
        size += length;
        return this;
    }

    void write(OutputStream out) throws IOException {
        for (Body part : parts) {
            part.write(out);
        }
    }
}
