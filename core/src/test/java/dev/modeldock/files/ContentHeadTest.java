package dev.modeldock.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.modeldock.spi.Archive;
import dev.modeldock.spi.RemoteFile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentHeadTest {
    private static final Archives ARCHIVES = new Archives(ArchiveLimits.DEFAULT);

    private static ContentKind kind(byte[] head) {
        return ARCHIVES.kind(head, head.length);
    }

    private static byte[] safetensors(long length, String header) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(json)
                .array();
    }

    private static byte[] gguf(int version, ByteOrder order) {
        return ByteBuffer.allocate(64)
                .put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .order(order)
                .putInt(version)
                .array();
    }

    /** As onnx.helper writes one: ir_version, producer, graph with a node, opset. */
    private static byte[] onnx() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {8, 9, 0x12, 4, 't', 'e', 's', 't', 0x3A, 13});
        out.writeBytes(new byte[] {0x0A, 8, 0x0A, 1, 'x', 0x12, 1, 'y', 0x22, 0, 0x12, 1, 'g'});
        out.writeBytes(new byte[] {0x42, 4, 0x0A, 0, 0x10, 13});
        return out.toByteArray();
    }

    @Test
    void tellsModelsByTheirHeads() {
        assertEquals(ContentKind.SAFETENSORS, kind(safetensors(2, "{}")));
        assertEquals(ContentKind.SAFETENSORS, kind(safetensors(20, "{\"__metadata__\":{}}  ")));
        assertEquals(ContentKind.SAFETENSORS, kind(safetensors(1 << 20, "{\"a\":{\"dtype\":")));
        assertEquals(ContentKind.GGUF, kind(gguf(3, ByteOrder.LITTLE_ENDIAN)));
        assertEquals(ContentKind.GGUF, kind(gguf(3, ByteOrder.BIG_ENDIAN)));
        assertEquals(ContentKind.ONNX, kind(onnx()));
    }

    @Test
    void isStrictAboutModels() {
        assertEquals(ContentKind.UNKNOWN, kind(safetensors(1, "{}")));
        assertEquals(ContentKind.UNKNOWN, kind(safetensors(1L << 40, "{\"a\"")));
        assertEquals(ContentKind.UNKNOWN, kind(safetensors(-1, "{\"a\"")));
        assertEquals(ContentKind.UNKNOWN, kind(safetensors(4, "{1 }")));
        assertEquals(ContentKind.UNKNOWN, kind(safetensors(4, "{\"a\":")));
        assertEquals(ContentKind.UNKNOWN, kind(gguf(0x01020304, ByteOrder.LITTLE_ENDIAN)));
        assertEquals(ContentKind.UNKNOWN, kind(Arrays.copyOf(gguf(3, ByteOrder.LITTLE_ENDIAN), 10)));
        byte[] onnx = onnx();
        for (int i : new int[] {0, 2, 8, 10}) {
            byte[] other = onnx.clone();
            other[i] = 0x7F;
            assertEquals(ContentKind.UNKNOWN, kind(other), "with byte " + i + " changed");
        }
        assertEquals(ContentKind.UNKNOWN, kind(Arrays.copyOf(onnx, 8)));
    }

    @Test
    void neverSeesAnythingInRandomBytesOrText() {
        Random random = new Random(7);
        byte[] head = new byte[1024];
        for (int i = 0; i < 200_000; i++) {
            random.nextBytes(head);
            head[0] = i % 4 == 0 ? 8 : head[0];
            assertEquals(ContentKind.UNKNOWN, kind(head));
        }
        assertEquals(ContentKind.UNKNOWN, kind("{\"model_type\": \"bert\"}".getBytes(StandardCharsets.UTF_8)));
        assertEquals(ContentKind.UNKNOWN, kind(new byte[65536]));
        for (int length = 0; length < 30; length++) {
            assertEquals(ContentKind.UNKNOWN, kind(new byte[length]));
        }
    }

    @Test
    void tellsPackingsByTheirMagic() {
        assertEquals(ContentKind.UNKNOWN, kind("BZh9 is a text".getBytes(StandardCharsets.US_ASCII)));
        byte[] skipped = ByteBuffer.allocate(40)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x184D2A57)
                .putInt(20)
                .put(new byte[20])
                .putInt(0xFD2FB528)
                .array();
        assertEquals(ContentKind.TAR_ZST, kind(skipped));
        assertEquals(ContentKind.TAR_ZST, kind(Arrays.copyOf(skipped, 25)));
        skipped[28] = 0;
        assertEquals(ContentKind.UNKNOWN, kind(skipped));
    }

    @Test
    void readsATarBehindASkippableFrame() throws Exception {
        byte[] packed = new TarMaker().file("a", "1").packed(ContentKind.TAR_ZST);
        byte[] whole = ByteBuffer.allocate(packed.length + 11)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x184D2A50)
                .putInt(3)
                .put(new byte[3])
                .put(packed)
                .array();
        assertEquals(1, Refusals.read(whole).size());
    }

    /** Old tars have no magic, only a checksum. */
    @Test
    void tellsTarsByTheirChecksum() throws Exception {
        byte[] tar = new TarMaker().file("a", "1").bytes();
        Arrays.fill(tar, 257, 265, (byte) 0);
        assertEquals(ContentKind.UNKNOWN, kind(tar));
        int sum = 8 * ' ';
        for (int i = 0; i < 512; i++) {
            sum += i >= 148 && i < 156 ? 0 : tar[i] & 0xFF;
        }
        byte[] digits = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, tar, 148, 8);
        assertEquals(ContentKind.TAR, kind(tar));
        assertEquals(1, Refusals.read(tar).size());
    }

    @ParameterizedTest
    @CsvSource({
        "model.safetensors,model.safetensors",
        "x.tar,x.safetensors",
        "x.tar.gz,x.safetensors",
        "x,x.safetensors",
        "my.model.v1,my.model.v1.safetensors",
        "X.SafeTensors,X.safetensors",
        "C:\\d\\x.zip,x.safetensors",
        "../../x,x.safetensors",
        "'a\u0001b',model.safetensors",
        ".zip,model.safetensors",
        "'',model.safetensors"
    })
    void namesASingleFileAfterItsContent(String label, String expected) throws Exception {
        byte[] bytes = safetensors(2, "{}");
        try (Archive archive = ARCHIVES.open(new MemoryContent(label, bytes))) {
            assertEquals(List.of(RemoteFile.of(expected, bytes.length)), archive.files());
            ArchiveContents contents = new ArchiveContents();
            archive.read(contents);
            assertEquals(List.of(expected), List.copyOf(contents.texts.keySet()));
        }
    }
}
