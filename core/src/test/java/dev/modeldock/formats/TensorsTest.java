package dev.modeldock.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tensors that headers tell, one by one. */
class TensorsTest {
    @TempDir
    private Path folder;

    private List<Tensor> tensors(String path, byte[] content) {
        List<Tensor> told = new ArrayList<>();
        ModelFile file = new Samples(folder).add(path, content).files().get(0);
        new Formats().tensors(file, told::add);
        return told;
    }

    @Test
    void safetensorsTellNameTypeShapeAndBytesInTheOrderOfTheHeader() {
        byte[] file = Samples.safetensors(
                "{\"__metadata__\":{\"format\":\"pt\"},\"b\":{\"dtype\":\"BF16\",\"shape\":[3,2],\"data_offsets\":[8,20]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"s\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[20,28]}}",
                28);
        assertEquals(
                List.of(
                        new Tensor("w.safetensors", "b", "BF16", List.of(3L, 2L), 6, 12),
                        new Tensor("w.safetensors", "a", "F32", List.of(2L), 2, 8),
                        new Tensor("w.safetensors", "s", "I64", List.of(), 1, 8)),
                tensors("w.safetensors", file));
    }

    @Test
    void ggufTellsThemToo() {
        byte[] head = Samples.bytes(
                "GGUF",
                Samples.u32(3),
                Samples.u64(1),
                Samples.u64(0),
                Samples.u64(1),
                "w",
                Samples.u32(2),
                Samples.u64(32),
                Samples.u64(4),
                Samples.u32(2),
                Samples.u64(0));
        byte[] file = Samples.bytes(head, new byte[(32 - head.length % 32) % 32], new byte[4 * 18]);
        assertEquals(List.of(new Tensor("m.gguf", "w", "Q4_0", List.of(32L, 4L), 128, 72)), tensors("m.gguf", file));
    }

    @Test
    void ofVeryManyDimensionsTheFirstAreTold() {
        String shape = "1,".repeat(40) + "2";
        byte[] file =
                Samples.safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[" + shape + "],\"data_offsets\":[0,8]}}", 8);
        Tensor told = tensors("w.safetensors", file).get(0);
        assertEquals(Tensor.MOST_DIMENSIONS, told.shape().size());
        assertEquals(2, told.parameters(), "all of them count");
    }

    @Test
    void whatIsNoSuchFileIsRefused() {
        DockException refusal =
                assertThrows(DockException.class, () -> tensors("w.safetensors", Samples.bytes("nothing of the kind")));
        assertEquals(Problem.INVALID_MODEL, refusal.problem());
        assertTrue(Formats.tellsTensors("a/b.gguf") && Formats.tellsTensors("b.safetensors"));
        assertFalse(Formats.tellsTensors("b.bin"));
    }
}
