package dev.modeldock.formats;

import static dev.modeldock.formats.SafetensorsHeader.expect;
import static dev.modeldock.formats.SafetensorsHeader.quote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads the metadata of a GGUF file: keeps short texts and whole numbers, passes over the rest. */
final class GgufValues {
    private static final int MAX_KEY = 65_535;
    private static final long MAX_STRING = 16L << 20;
    private static final int MAX_KEPT = 1024;
    private static final int MAX_NESTING = 4;
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    /** Bytes of each type; 0 for those that carry their length. */
    private static final int[] SIZES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    private final LittleEndianReader in;
    private final LongSet keys = new LongSet();

    GgufValues(LittleEndianReader in) {
        this.in = in;
    }

    /** Read one key and its value; keep it when it is among the general or short ones. */
    void readInto(Map<String, Object> kept) throws IOException {
        String key = string(in, MAX_KEY, "a metadata key");
        expect(key.chars().allMatch(c -> c < 128), "the metadata key " + quote(key) + " is not ASCII");
        expect(keys.add(key), "the metadata key " + quote(key) + " is there twice");
        int type = type(key);
        Object value = type == ARRAY ? array(key, 1) : value(type, key);
        // What the dock tells is among these; a million others need no room.
        boolean wanted =
                key.startsWith("general.") || key.endsWith(".context_length") || key.equals("tokenizer.ggml.model");
        if (value != null && wanted && kept.size() < 1000) {
            kept.put(key, value);
        }
    }

    private int type(String key) throws IOException {
        long type = in.u32();
        expect(type < SIZES.length, "the metadata key " + quote(key) + " is of the unknown type " + type);
        return (int) type;
    }

    private Object value(int type, String key) throws IOException {
        switch (type) {
            case 0:
                return (long) in.u8();
            case 2:
                return (long) in.u16();
            case 4:
                return in.u32();
            case 5:
                return (long) (int) in.u32();
            case 10:
            case 11:
                return in.u64();
            case STRING:
                return text(key);
            default:
                in.skip(SIZES[type]);
                return null;
        }
    }

    private String text(String key) throws IOException {
        long length = stringLength(key);
        if (length <= MAX_KEPT) {
            return new String(in.bytes((int) length), StandardCharsets.UTF_8);
        }
        in.skip(length);
        return null;
    }

    private long stringLength(String key) throws IOException {
        long length = in.u64();
        expect(
                length >= 0 && length <= MAX_STRING,
                "a text of the metadata key " + quote(key) + " would be " + Long.toUnsignedString(length)
                        + " bytes long; " + MAX_STRING + " at most");
        return length;
    }

    private Object array(String key, int depth) throws IOException {
        expect(depth <= MAX_NESTING, "the metadata key " + quote(key) + " nests arrays deeper than " + MAX_NESTING);
        int type = type(key);
        long length = in.u64();
        int least = type == STRING ? 8 : type == ARRAY ? 12 : SIZES[type];
        expect(
                length >= 0 && length <= in.remaining() / least,
                "the array of the metadata key " + quote(key) + " is longer than the file");
        if (type == STRING) {
            for (long i = 0; i < length; i++) {
                in.skip(stringLength(key));
            }
        } else if (type == ARRAY) {
            for (long i = 0; i < length; i++) {
                array(key, depth + 1);
            }
        } else {
            in.skip(length * SIZES[type]);
        }
        return null;
    }

    /** A text that must not be longer than so many bytes. */
    static String string(LittleEndianReader in, int most, String what) throws IOException {
        long length = in.u64();
        expect(
                length >= 0 && length <= most,
                what + " would be " + Long.toUnsignedString(length) + " bytes long; " + most + " at most");
        return new String(in.bytes((int) length), StandardCharsets.UTF_8);
    }
}
