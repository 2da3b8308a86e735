package dev.modeldock.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OnnxModelTest {
    @Test
    void tellsWhatTheModelSays() throws IOException {
        Map<String, Object> facts = new TreeMap<>();
        read(good()).tell(facts);
        assertEquals(
                Map.of(
                        "irVersion",
                        9L,
                        "producer",
                        "pytorch",
                        "graphName",
                        "main",
                        "nodes",
                        2L,
                        "initializers",
                        1L,
                        "opsets",
                        Map.of("ai.onnx", 17L)),
                facts);
    }

    @Test
    void findsExternalDataInGraphsAndBranches() throws IOException {
        byte[] tensor = external("weights.data", "100", "50");
        byte[] branch = field(6, field(5, external("branch.data", "0", "7")));
        byte[] node = field(5, branch);
        byte[] model = Samples.bytes(8, 9, field(7, Samples.bytes(field(5, tensor), field(1, node))));
        assertEquals(
                Map.of("weights.data", 150L, "branch.data", 7L), read(model).external());
    }

    @Test
    void refusesWhatIsNoModel() {
        refused("no ir_version", new byte[0]);
        refused("no graph", Samples.bytes(8, 9));
        refused("unknown kind", Samples.bytes("{\"json\": true}"));
        refused("number 0", Samples.bytes(0, 0, 0));
        refused("reaches beyond", Samples.bytes(8, 9, 0x3a, 100, 0));
        refused("reaches beyond", java.util.Arrays.copyOf(good(), good().length - 2));
        refused("no location", Samples.bytes(8, 9, field(7, field(5, Samples.bytes(0x70, 1)))));
        refused("is no number", Samples.bytes(8, 9, field(7, field(5, external("a", "-1", "2")))));
        byte[] deep = new byte[0];
        for (int i = 0; i < 17; i++) {
            deep = field(1, field(5, field(6, deep)));
        }
        refused("nested deeper", Samples.bytes(8, 9, field(7, deep)));
    }

    static byte[] good() {
        byte[] graph = Samples.bytes(
                field(1, field(4, Samples.bytes("Add"))),
                field(1, field(4, Samples.bytes("Mul"))),
                field(2, Samples.bytes("main")),
                field(5, Samples.bytes(field(8, Samples.bytes("w")), field(9, new byte[64]))));
        return Samples.bytes(
                8, 9, field(2, Samples.bytes("pytorch")), field(7, graph), field(8, Samples.bytes(16, 17)));
    }

    static byte[] external(String location, String offset, String length) {
        return Samples.bytes(
                field(13, entry("location", location)),
                field(13, entry("offset", offset)),
                field(13, entry("length", length)),
                0x70,
                1);
    }

    static byte[] field(int number, byte[] content) {
        int length = content.length;
        return length < 128
                ? Samples.bytes(number << 3 | 2, length, content)
                : Samples.bytes(number << 3 | 2, length & 0x7f | 0x80, length >> 7, content);
    }

    private static byte[] entry(String key, String value) {
        return Samples.bytes(field(1, Samples.bytes(key)), field(2, Samples.bytes(value)));
    }

    private static OnnxModel read(byte[] file) throws IOException {
        return OnnxModel.read(Region.of(file));
    }

    private static void refused(String reason, byte[] file) {
        Malformed refusal = assertThrows(Malformed.class, () -> read(file));
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    }
}
