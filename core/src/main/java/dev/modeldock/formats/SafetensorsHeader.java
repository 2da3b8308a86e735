package dev.modeldock.formats;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads and checks the header of a safetensors file (https://github.com/huggingface/safetensors#format), tensor by
 * tensor, in memory that does not grow with the header but for some 24 bytes a tensor. The tensors themselves are not
 * read.
 */
final class SafetensorsHeader {
    static final long MAX_HEADER = 100_000_000;
    static final int MAX_TENSORS = 500_000;
    private static final int MAX_UNKNOWN_DTYPES = 20;

    private final TensorCount count = new TensorCount();
    private final TensorLayout layout = new TensorLayout();
    private final LongSet names = new LongSet();
    private final Set<String> unknownDtypes = new TreeSet<>();

    private final String path;
    private final Tensor.Sink sink;

    private SafetensorsHeader(String path, Tensor.Sink sink) {
        this.path = path;
        this.sink = sink;
    }

    /** Check the whole header against the size of the file; {@link Malformed} with the reason when it is not right. */
    static SafetensorsHeader read(Region file) throws IOException {
        return read(file, "", tensor -> {});
    }

    /** As {@link #read(Region)}, and tell the tensors of the file at {@code path} as they come. */
    static SafetensorsHeader read(Region file, String path, Tensor.Sink sink) throws IOException {
        SafetensorsHeader header = new SafetensorsHeader(path, sink);
        long length = headerLength(file);
        try (JsonParser parser = ForeignJson.stream(file.slice(8, length).stream())) {
            header.parse(parser);
        } catch (CharacterCodingException e) {
            throw new Malformed("its header is not UTF-8");
        } catch (JsonProcessingException e) {
            throw new Malformed("its header is not JSON: " + ForeignJson.oneLine(e));
        }
        header.layout.check(file.size() - 8 - length);
        return header;
    }

    TensorCount count() {
        return count;
    }

    /** Types of scalars that are not known, whose sizes could not be checked. */
    Set<String> unknownDtypes() {
        return unknownDtypes;
    }

    private static long headerLength(Region file) throws IOException {
        LittleEndianReader reader = new LittleEndianReader(file);
        if (file.size() < 10) {
            throw new Malformed("it has " + file.size() + " bytes, too few for a header");
        }
        long length = reader.u64();
        if (length < 2 || length > MAX_HEADER) {
            throw new Malformed("its header would be " + Long.toUnsignedString(length) + " bytes long; 2 to "
                    + MAX_HEADER + " are taken");
        }
        if (length > file.size() - 8) {
            throw new Malformed("its header would be " + length + " bytes long but only " + (file.size() - 8)
                    + " bytes follow: the file is cut short");
        }
        if (reader.u8() != '{') {
            throw new Malformed("its header does not start with {");
        }
        return length;
    }

    private void parse(JsonParser parser) throws IOException {
        parser.nextToken();
        String name;
        while ((name = parser.nextFieldName()) != null) {
            if (!names.add(name)) {
                throw new Malformed("the name " + quote(name) + " is in its header twice");
            }
            if (names.size() > MAX_TENSORS) {
                throw new Malformed("it has more than " + MAX_TENSORS + " tensors");
            }
            if (name.equals("__metadata__")) {
                metadata(parser);
            } else {
                tensor(parser, name);
            }
        }
        if (parser.nextToken() != null) {
            throw new Malformed("something follows the JSON object in its header");
        }
    }

    private static void metadata(JsonParser parser) throws IOException {
        expect(parser.nextToken() == JsonToken.START_OBJECT, "__metadata__ is not an object");
        LongSet keys = new LongSet();
        String key;
        while ((key = parser.nextFieldName()) != null) {
            expect(keys.add(key), "the key " + quote(key) + " is in __metadata__ twice");
            expect(keys.size() <= MAX_TENSORS, "__metadata__ has more than " + MAX_TENSORS + " keys");
            expect(parser.nextToken() == JsonToken.VALUE_STRING, "__metadata__ holds something that is not a string");
        }
    }

    private void tensor(JsonParser parser, String name) throws IOException {
        SafetensorsTensor tensor = SafetensorsTensor.read(parser, name);
        int bits = SafetensorsDtype.bits(tensor.dtype());
        long bytes = tensor.end() - tensor.begin();
        if (bits == 0 && unknownDtypes.size() < MAX_UNKNOWN_DTYPES) {
            unknownDtypes.add(tensor.dtype());
        }
        if (bits != 0) {
            long needed = tensor.bytes(bits, name);
            expect(
                    needed == bytes,
                    "the tensor " + quote(name) + " needs " + needed + " bytes by its shape but has " + bytes);
        }
        layout.add(tensor.begin(), tensor.end());
        long told = tensor.shape().scalars();
        // A size that could not be checked against the bytes is not believed beyond them.
        long scalars = bits == 0 ? Math.min(told, bytes) : told;
        count.add(bits == 0 ? "unknown" : tensor.dtype(), scalars, bytes);
        sink.take(new Tensor(path, name, tensor.dtype(), tensor.shape().dimensions(), scalars, bytes));
    }

    static void expect(boolean right, String otherwise) throws Malformed {
        if (!right) {
            throw new Malformed(otherwise);
        }
    }

    /** A foreign name, short and in one line. */
    static String quote(String name) {
        String shown = name.length() > 100 ? name.substring(0, 100) + "…" : name;
        return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
