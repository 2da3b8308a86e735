package dev.modeldock.formats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Walks the fields of a protobuf message (https://protobuf.dev/programming-guides/encoding) without its schema. */
final class ProtobufReader {
    static final int VARINT = 0;
    static final int LENGTH = 2;

    private final LittleEndianReader in;
    private int field;
    private int wireType;
    private long value;

    ProtobufReader(LittleEndianReader in) {
        this.in = in;
    }

    long position() {
        return in.position();
    }

    /** Step to the next field before {@code end}; false when there is none. A field with a length is not entered yet. */
    boolean next(long end) throws IOException {
        if (in.position() >= end || (end == Long.MAX_VALUE && in.atEnd())) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (field <= 0 || tag >>> 32 != 0) {
            throw new Malformed("a field has the number " + (tag >>> 3) + " near byte " + in.position());
        }
        switch (wireType) {
            case VARINT -> value = varint();
            case 1 -> in.skip(8);
            case LENGTH -> value = length(end);
            case 5 -> in.skip(4);
            default ->
                throw new Malformed("a field is of the unknown kind " + wireType + " near byte " + in.position());
        }
        if (in.position() > end) {
            throw new Malformed("a field reaches beyond its message near byte " + in.position());
        }
        return true;
    }

    boolean is(int number, int type) {
        return field == number && wireType == type;
    }

    /** The number of a varint field, or the length of one with a length. */
    long value() {
        return value;
    }

    /** Where the message in the field just met ends. */
    long end() {
        return in.position() + value;
    }

    /** The text in the field just met; longer than {@code most} bytes is refused. */
    String text(int most) throws IOException {
        if (value > most) {
            throw new Malformed(
                    "a name is " + value + " bytes long near byte " + in.position() + "; " + most + " at most");
        }
        return new String(in.bytes((int) value), StandardCharsets.UTF_8);
    }

    /** Pass over the field just met. */
    void pass() throws IOException {
        if (wireType == LENGTH) {
            in.skip(value);
        }
    }

    private long length(long end) throws IOException {
        long length = varint();
        if (length < 0 || length > Math.min(in.remaining(), end - in.position())) {
            throw new Malformed("a field reaches beyond its message near byte " + in.position()
                    + ": the file is cut short or damaged");
        }
        return length;
    }

    private long varint() throws IOException {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = in.u8();
            number |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return number;
            }
        }
        throw new Malformed("a number is longer than ten bytes near byte " + in.position());
    }
}
