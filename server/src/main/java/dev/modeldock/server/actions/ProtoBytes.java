package dev.modeldock.server.actions;

import java.io.ByteArrayOutputStream;

/** Writes what protocol buffers are made of on the wire. For one thread at a time. */
public final class ProtoBytes {
    private static final int LENGTH_DELIMITED = 2;
    private static final int SEVEN_BITS = 0x7F;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A whole number, in groups of seven bits; a negative one takes ten bytes. */
    public ProtoBytes varint(long value) {
        long rest = value;
        while ((rest & ~(long) SEVEN_BITS) != 0) {
            out.write((int) (rest & SEVEN_BITS) | (SEVEN_BITS + 1));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** A number of four bytes, the lowest first. */
    public ProtoBytes fixed(float value) {
        int bits = Float.floatToIntBits(value);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write(bits >>> shift);
        }
        return this;
    }

    /** That a field follows which has so many bytes: a text, a message, a list of numbers. */
    public ProtoBytes header(int field, long length) {
        return varint((long) field << 3 | LENGTH_DELIMITED).varint(length);
    }

    /** A field of bytes. */
    public ProtoBytes field(int number, byte[] bytes) {
        header(number, bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    public byte[] toByteArray() {
        return out.toByteArray();
    }
}
