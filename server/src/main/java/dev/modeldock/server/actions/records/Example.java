package dev.modeldock.server.actions.records;

import dev.modeldock.server.actions.ProtoBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@code tf.train.Example}: features with names, each a list of bytes, of floats or of whole numbers. They are written in
 * the order of their names, so that the same example has the same bytes. What a file holds may be a value without being in
 * memory. For one thread at a time.
 */
final class Example {
    private static final int BYTES = 1;
    private static final int FLOATS = 2;
    private static final int INTS = 3;
    /** All messages here have few fields; this is the first of each. */
    private static final int FIRST = 1;

    private static final int SECOND = 2;

    private final Map<String, List<Part>> features = new TreeMap<>();

    /**
     * Bytes of a record, in memory or as a whole file.
     *
     * @param file null where they are in memory
     */
    record Part(byte[] bytes, Path file, long size) {
        static Part of(byte[] bytes) {
            return new Part(bytes, null, bytes.length);
        }

        static Part of(Path file, long size) {
            return new Part(null, file, size);
        }
    }

    /** A list of texts. */
    Example texts(String name, List<String> values) {
        return bytes(
                name,
                values.stream()
                        .map(value -> value.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    Example text(String name, String value) {
        return texts(name, List.of(value));
    }

    Example bytes(String name, List<byte[]> values) {
        ProtoBytes list = new ProtoBytes();
        values.forEach(value -> list.field(FIRST, value));
        return put(name, BYTES, list);
    }

    /** A list of numbers; as floats they have about seven digits. */
    Example floats(String name, List<Double> values) {
        ProtoBytes list = new ProtoBytes();
        if (!values.isEmpty()) {
            list.header(FIRST, (long) values.size() * Float.BYTES);
            values.forEach(value -> list.fixed(value.floatValue()));
        }
        return put(name, FLOATS, list);
    }

    Example ints(String name, List<Long> values) {
        ProtoBytes list = new ProtoBytes();
        if (!values.isEmpty()) {
            ProtoBytes packed = new ProtoBytes();
            values.forEach(packed::varint);
            list.field(FIRST, packed.toByteArray());
        }
        return put(name, INTS, list);
    }

    Example integer(String name, long value) {
        return ints(name, List.of(value));
    }

    private Example put(String name, int kind, ProtoBytes list) {
        return put(
                name,
                List.of(Part.of(new ProtoBytes().field(kind, list.toByteArray()).toByteArray())));
    }

    /** What a file holds, as one value; it is read when the example is written, and must have this size then. */
    Example file(String name, Path file, long size) {
        byte[] head = new ProtoBytes().header(FIRST, size).toByteArray();
        ProtoBytes feature = new ProtoBytes().header(BYTES, head.length + size);
        return put(name, List.of(Part.of(feature.toByteArray()), Part.of(head), Part.of(file, size)));
    }

    /** A list of bytes that was made elsewhere, by {@link ByteLists}. */
    Example list(String name, Part list) {
        byte[] head = new ProtoBytes().header(BYTES, list.size()).toByteArray();
        return put(name, List.of(Part.of(head), list));
    }

    private Example put(String name, List<Part> feature) {
        features.put(name, feature);
        return this;
    }

    /** The message, in parts that follow each other. */
    List<Part> parts() {
        List<Part> entries = new ArrayList<>();
        features.forEach((name, feature) -> {
            byte[] key = new ProtoBytes()
                    .field(FIRST, name.getBytes(StandardCharsets.UTF_8))
                    .header(SECOND, size(feature))
                    .toByteArray();
            entries.add(Part.of(
                    new ProtoBytes().header(FIRST, key.length + size(feature)).toByteArray()));
            entries.add(Part.of(key));
            entries.addAll(feature);
        });
        entries.add(0, Part.of(new ProtoBytes().header(FIRST, size(entries)).toByteArray()));
        return entries;
    }

    /** How long parts are together. */
    static long size(List<Part> parts) {
        return parts.stream().mapToLong(Part::size).sum();
    }
}
