package dev.modeldock.formats;

import static dev.modeldock.formats.SafetensorsHeader.expect;
import static dev.modeldock.formats.SafetensorsHeader.quote;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and checks the header of a GGUF file, versions 2 and 3
 * (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). The tensors themselves are not read.
 */
final class GgufHeader {
    static final long MAX_COUNT = 1_000_000;
    private static final int MAX_NAME = 64;
    private static final int MAX_DIMENSIONS = 4;

    private final LittleEndianReader in;
    private final TensorCount count = new TensorCount();
    private final Map<String, Object> values = new HashMap<>();
    private final LongSet names = new LongSet();
    private long furthestOffset;
    private long furthestEnd;
    private boolean unknownTypes;

    private final String path;
    private final Tensor.Sink sink;

    private GgufHeader(Region file, String path, Tensor.Sink sink) {
        this.in = new LittleEndianReader(file);
        this.path = path;
        this.sink = sink;
    }

    /** Check the whole header against the size of the file; {@link Malformed} with the reason when it is not right. */
    static GgufHeader read(Region file) throws IOException {
        return read(file, "", tensor -> {});
    }

    /** As {@link #read(Region)}, and tell the tensors of the file at {@code path} as they come. */
    static GgufHeader read(Region file, String path, Tensor.Sink sink) throws IOException {
        GgufHeader header = new GgufHeader(file, path, sink);
        header.version();
        long tensors = header.count("tensors");
        long keys = header.count("metadata keys");
        GgufValues metadata = new GgufValues(header.in);
        for (long i = 0; i < keys; i++) {
            metadata.readInto(header.values);
        }
        long alignment = header.alignment();
        for (long i = 0; i < tensors; i++) {
            header.tensor(alignment);
        }
        header.checkEnd(file.size(), alignment, tensors);
        return header;
    }

    TensorCount count() {
        return count;
    }

    /** Whether some tensors are of types not known here, whose sizes could not be checked. */
    boolean unknownTypes() {
        return unknownTypes;
    }

    /** Write {@code architecture}, {@code name}, {@code quantization}, {@code contextLength} and {@code tokenizer}. */
    void tell(Map<String, Object> facts) {
        Object architecture = values.get("general.architecture");
        put(facts, "architecture", architecture);
        put(facts, "name", values.get("general.name"));
        if (values.get("general.file_type") instanceof Long type) {
            put(facts, "quantization", GgmlType.fileType(type));
        }
        put(facts, "contextLength", values.get(architecture + ".context_length"));
        put(facts, "tokenizer", values.get("tokenizer.ggml.model"));
    }

    private static void put(Map<String, Object> facts, String name, Object value) {
        if (value != null) {
            facts.put(name, value);
        }
    }

    private void version() throws IOException {
        expect(in.u32() == 0x46554747L, "it does not start with GGUF");
        long version = in.u32();
        expect(
                (version & 0xffff) != 0 || version == 0,
                "it is big-endian (version bytes 0x%08x); only little-endian files are taken".formatted(version));
        expect(version != 1, "it is of the obsolete version 1; convert it to version 3");
        expect(version == 2 || version == 3, "its version is " + version + "; 2 and 3 are known");
    }

    private long count(String what) throws IOException {
        long number = in.u64();
        expect(
                number >= 0 && number < MAX_COUNT,
                "it would have " + Long.toUnsignedString(number) + " " + what + "; fewer than " + MAX_COUNT
                        + " are taken");
        return number;
    }

    private long alignment() throws Malformed {
        Object value = values.getOrDefault("general.alignment", 32L);
        expect(
                value instanceof Long alignment
                        && alignment > 0
                        && alignment <= 1 << 20
                        && Long.bitCount(alignment) == 1,
                "its general.alignment is " + value + ", not a power of two up to 1048576");
        return (Long) value;
    }

    private void tensor(long alignment) throws IOException {
        String name = GgufValues.string(in, MAX_NAME, "the name of a tensor");
        expect(names.add(name), "the tensor " + quote(name) + " is in its header twice");
        long dimensions = in.u32();
        expect(
                dimensions <= MAX_DIMENSIONS,
                "the tensor " + quote(name) + " has " + dimensions + " dimensions; " + MAX_DIMENSIONS + " at most");
        List<Long> shape = shape((int) dimensions);
        long scalars = scalars(name, shape);
        GgmlType type = GgmlType.of(in.u32());
        long offset = in.u64();
        expect(
                offset >= 0 && offset % alignment == 0,
                "the tensor " + quote(name) + " starts at " + Long.toUnsignedString(offset)
                        + ", no multiple of the alignment " + alignment);
        long bytes = type.known() ? bytes(name, scalars, type) : 0;
        unknownTypes |= !type.known();
        expect(offset <= Long.MAX_VALUE / 4, "the tensor " + quote(name) + " lies outside of the file");
        furthestOffset = Math.max(furthestOffset, offset);
        furthestEnd = Math.max(furthestEnd, offset + bytes);
        long counted = type.known() ? scalars : 0;
        count.add(type.name(), counted, bytes);
        sink.take(new Tensor(path, name, type.name(), shape, counted, bytes));
    }

    private List<Long> shape(int dimensions) throws IOException {
        List<Long> shape = new ArrayList<>(dimensions);
        for (int i = 0; i < dimensions; i++) {
            shape.add(in.u64());
        }
        return shape;
    }

    private static long scalars(String name, List<Long> shape) throws Malformed {
        long scalars = 1;
        for (long dimension : shape) {
            boolean fits = dimension >= 0 && (dimension == 0 || scalars <= Long.MAX_VALUE / 1024 / dimension);
            expect(fits, "the tensor " + quote(name) + " has dimensions that are too large");
            scalars *= dimension;
        }
        return scalars;
    }

    private static long bytes(String name, long scalars, GgmlType type) throws Malformed {
        expect(
                scalars % type.blockScalars() == 0,
                "the tensor " + quote(name) + " has " + scalars + " scalars, no multiple of the " + type.blockScalars()
                        + " that " + type.name() + " packs together");
        return scalars / type.blockScalars() * type.blockBytes();
    }

    private void checkEnd(long size, long alignment, long tensors) throws Malformed {
        if (tensors == 0) {
            return;
        }
        long data = (in.position() + alignment - 1) / alignment * alignment;
        expect(
                data + furthestOffset < size || furthestEnd == furthestOffset && data + furthestOffset <= size,
                "a tensor starts at byte " + (data + furthestOffset) + " but the file has " + size
                        + ": it is cut short");
        expect(
                furthestEnd <= size - data,
                "its tensors end at byte " + (data + furthestEnd) + " but the file has " + size + ": it is cut short");
    }
}
