package dev.modeldock.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GgufHeaderTest {
    @Test
    void tellsWhatTheMetadataSays() throws IOException {
        GgufHeader header = read(Samples.bytes(good(3)));
        Map<String, Object> facts = new TreeMap<>();
        header.count().tell(facts);
        header.tell(facts);
        assertEquals("llama", facts.get("architecture"));
        assertEquals(4096L, facts.get("contextLength"));
        assertEquals("Q8_0", facts.get("quantization"));
        assertEquals("gpt2", facts.get("tokenizer"));
        assertEquals(1L, facts.get("tensorCount"));
        assertEquals(64L, facts.get("parameters"));
        assertEquals(68L, facts.get("totalTensorBytes"));
        assertEquals("Q8_0", facts.get("dtype"));
        read(good(2));
    }

    @Test
    void refusesOtherVersions() {
        refused("obsolete version 1", good(1));
        refused("its version is 4", good(4));
        refused("big-endian", good(0x03000000));
        refused("does not start with GGUF", Samples.bytes("GGML", good(3)));
        refused("ends too early", Samples.bytes("GGU"));
    }

    @Test
    void refusesAFileCutAnywhere() throws IOException {
        byte[] whole = good(3);
        read(whole);
        for (int length = 0; length < whole.length; length += 7) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThrows(Malformed.class, () -> read(cut), "cut to " + length);
        }
        refused("cut short", java.util.Arrays.copyOf(whole, whole.length - 1));
    }

    @Test
    void refusesWhatIsOutOfBounds() {
        refused("tensors; fewer than", head(3, 1_000_000, 0));
        refused("metadata keys; fewer than", head(3, 0, -1));
        refused("a metadata key would be 65536 bytes", head(3, 0, 1), Samples.u64(65_536));
        refused("not ASCII", head(3, 0, 1), text("k\u00e9"), Samples.u32(7), 1);
        refused("unknown type 13", head(3, 0, 1), text("k"), Samples.u32(13));
        refused("16777217 bytes long", head(3, 0, 1), text("k"), Samples.u32(8), Samples.u64(16_777_217));
        refused("there twice", head(3, 0, 2), text("k"), Samples.u32(7), 1, text("k"), Samples.u32(7), 1);
        refused(
                "longer than the file",
                head(3, 0, 1),
                text("k"),
                Samples.u32(9),
                Samples.u32(4),
                Samples.u64(1L << 40));
        Object nested = Samples.bytes(Samples.u32(9), Samples.u64(1));
        refused(
                "nests arrays",
                head(3, 0, 1),
                text("k"),
                Samples.u32(9),
                nested,
                nested,
                nested,
                nested,
                nested,
                new byte[99]);
        refused("power of two", head(3, 0, 1), text("general.alignment"), Samples.u32(4), Samples.u32(24));
    }

    @Test
    void refusesImpossibleTensors() {
        refused("65 bytes long", head(3, 1, 0), text("n".repeat(65)));
        refused("5 dimensions", head(3, 1, 0), text("t"), Samples.u32(5));
        refused(
                "dimensions that are too large",
                head(3, 1, 0),
                text("t"),
                Samples.u32(2),
                Samples.u64(1L << 40),
                Samples.u64(1L << 40));
        refused("no multiple of the alignment", tensor(0, 8, 4));
        refused("cut short", tensor(0, 8, 32));
        refused("cut short", tensor(99, 8, 64));
        refused("no multiple of the 32", tensor(8, 33, 0));
        refused(
                "twice",
                head(3, 2, 0),
                text("t"),
                Samples.u32(0),
                Samples.u32(0),
                Samples.u64(0),
                text("t"),
                Samples.u32(0),
                Samples.u32(0),
                Samples.u64(0),
                new byte[64]);
    }

    @Test
    void unknownTypesAreTaken() throws IOException {
        assertTrue(read(tensor(99, 8, 0)).unknownTypes());
    }

    /** One tensor of a type, so many scalars and an offset, followed by 64 bytes of data. */
    private static byte[] tensor(int type, long scalars, long offset) {
        byte[] header = Samples.bytes(
                head(3, 1, 0), text("t"), Samples.u32(1), Samples.u64(scalars), Samples.u32(type), Samples.u64(offset));
        return Samples.bytes(header, new byte[(32 - header.length % 32) % 32 + 64 - 32]);
    }

    static byte[] good(int version) {
        byte[] header = Samples.bytes(
                head(version, 1, 6),
                text("general.architecture"),
                Samples.u32(8),
                text("llama"),
                text("llama.context_length"),
                Samples.u32(4),
                Samples.u32(4096),
                text("general.file_type"),
                Samples.u32(4),
                Samples.u32(7),
                text("tokenizer.ggml.model"),
                Samples.u32(8),
                text("gpt2"),
                text("tokenizer.ggml.tokens"),
                Samples.u32(9),
                Samples.u32(8),
                Samples.u64(2),
                text("a"),
                text("b"),
                text("some.float"),
                Samples.u32(12),
                Samples.u64(5),
                text("w"),
                Samples.u32(2),
                Samples.u64(32),
                Samples.u64(2),
                Samples.u32(8),
                Samples.u64(0));
        return Samples.bytes(header, new byte[(32 - header.length % 32) % 32 + 68]);
    }

    private static byte[] head(int version, long tensors, long keys) {
        return Samples.bytes("GGUF", Samples.u32(version), Samples.u64(tensors), Samples.u64(keys));
    }

    private static byte[] text(String text) {
        return Samples.bytes(Samples.u64(text.length()), text);
    }

    private static GgufHeader read(byte[] file) throws IOException {
        return GgufHeader.read(Region.of(file));
    }

    private static void refused(String reason, Object... parts) {
        byte[] file = Samples.bytes(parts);
        Malformed refusal = assertThrows(Malformed.class, () -> read(file));
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    }
}
