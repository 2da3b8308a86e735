package dev.modeldock.server.actions.records;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads TFRecord files by the rules of the format and by nothing of ours: frames, checksums computed bit by bit, and
 * protocol buffers as they are on the wire. Whatever is not as it must be is an {@link AssertionError}.
 */
public final class RecordReader {
    /** The polynomial of Castagnoli, its bits in reverse. */
    private static final int CASTAGNOLI = 0x82F63B78;

    private RecordReader() {}

    /** CRC-32C by its definition, a bit at a time. */
    static int crc32c(byte[] bytes) {
        int crc = -1;
        for (byte each : bytes) {
            crc ^= each & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ CASTAGNOLI;
            }
        }
        return ~crc;
    }

    private static int masked(byte[] bytes) {
        int crc = crc32c(bytes);
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    /** The bytes of each record in a file. */
    public static List<byte[]> records(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = new byte[8];
            in.get(length);
            check(in.getInt() == masked(length), "the checksum of a length");
            byte[] record = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            in.get(record);
            check(in.getInt() == masked(record), "the checksum of a record");
            records.add(record);
        }
        return records;
    }

    /** The examples in a file. */
    public static List<Map<String, List<Object>>> examples(byte[] file) {
        return records(file).stream().map(RecordReader::example).toList();
    }

    static List<Map<String, List<Object>>> examples(Path file) throws IOException {
        return examples(Files.readAllBytes(file));
    }

    /**
     * The features of a {@code tf.train.Example}: values are texts where they are UTF-8 and byte arrays where not, floats, or
     * longs.
     */
    static Map<String, List<Object>> example(byte[] bytes) {
        Map<String, List<Object>> features = new TreeMap<>();
        for (byte[] message : new Wire(bytes).messages(1)) {
            for (byte[] entry : new Wire(message).messages(1)) {
                Map<Integer, byte[]> pair = new Wire(entry).pair();
                String name = new String(pair.get(1), StandardCharsets.UTF_8);
                check(features.put(name, feature(pair.get(2))) == null, "one feature of a name: " + name);
            }
        }
        return features;
    }

    private static List<Object> feature(byte[] bytes) {
        Wire wire = new Wire(bytes);
        int kind = wire.tag();
        byte[] list = wire.bytes();
        check(!wire.in.hasRemaining(), "one kind of values");
        return switch (kind >>> 3) {
            case 1 ->
                new Wire(list).messages(1).stream().map(RecordReader::value).toList();
            case 2 -> floats(list);
            case 3 -> longs(list);
            default -> throw new AssertionError("a kind of values: " + kind);
        };
    }

    private static Object value(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) ? text : bytes;
    }

    private static List<Object> floats(byte[] list) {
        List<Object> values = new ArrayList<>();
        for (byte[] packed : new Wire(list).messages(1)) {
            ByteBuffer in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
            while (in.hasRemaining()) {
                values.add(in.getFloat());
            }
        }
        return values;
    }

    private static List<Object> longs(byte[] list) {
        List<Object> values = new ArrayList<>();
        for (byte[] packed : new Wire(list).messages(1)) {
            Wire wire = new Wire(packed);
            while (wire.in.hasRemaining()) {
                values.add(wire.varint());
            }
        }
        return values;
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("expected: " + what);
        }
    }

    /** Reads the wire format. */
    private static final class Wire {
        private final ByteBuffer in;

        private Wire(byte[] bytes) {
            in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        private long varint() {
            long value = 0;
            for (int shift = 0; shift < 70; shift += 7) {
                byte next = in.get();
                value |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new AssertionError("a number of more than ten bytes");
        }

        private int tag() {
            int tag = (int) varint();
            check((tag & 7) == 2, "a field with a length, not of the type " + (tag & 7));
            return tag;
        }

        private byte[] bytes() {
            byte[] bytes = new byte[(int) varint()];
            in.get(bytes);
            return bytes;
        }

        private List<byte[]> messages(int field) {
            List<byte[]> all = new ArrayList<>();
            while (in.hasRemaining()) {
                check(tag() >>> 3 == field, "the field " + field + " only");
                all.add(bytes());
            }
            return all;
        }

        private Map<Integer, byte[]> pair() {
            Map<Integer, byte[]> pair = new TreeMap<>();
            while (in.hasRemaining()) {
                pair.put(tag() >>> 3, bytes());
            }
            check(pair.keySet().equals(java.util.Set.of(1, 2)), "a key and a value");
            return pair;
        }
    }
}
