package dev.modeldock.server.it;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The smallest well-formed model files of the kinds that are no archive. */
final class SingleFiles {
    private SingleFiles() {}

    /** GGUF version 3 with one architecture key and one tensor of eight floats. */
    static byte[] gguf() {
        return gguf(0);
    }

    /** The same with that many tokens, {@code token 0} and so on, in its metadata: many make the header long. */
    static byte[] gguf(int tokens) {
        ByteBuffer file = ByteBuffer.allocate(4096 + 24 * tokens).order(ByteOrder.LITTLE_ENDIAN);
        file.put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(3)
                .putLong(1)
                .putLong(tokens == 0 ? 1 : 2);
        string(file, "general.architecture");
        file.putInt(8);
        string(file, "llama");
        if (tokens > 0) {
            string(file, "tokenizer.ggml.tokens");
            file.putInt(9).putInt(8).putLong(tokens);
            for (int i = 0; i < tokens; i++) {
                string(file, "token " + i);
            }
        }
        string(file, "token_embd.weight");
        file.putInt(1).putLong(8).putInt(0).putLong(0);
        file.position((file.position() + 31) / 32 * 32);
        for (int i = 0; i < 8; i++) {
            file.putFloat(i / 8f);
        }
        byte[] bytes = new byte[file.position()];
        file.flip().get(bytes);
        return bytes;
    }

    private static void string(ByteBuffer file, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        file.putLong(bytes.length).put(bytes);
    }

    /** An ONNX ModelProto with one Identity node: y = x, floats of length 1. */
    static byte[] onnx() {
        byte[] node = message(field(1, "x"), field(2, "y"), field(4, "Identity"));
        byte[] graph = message(field(1, node), field(2, "tiny"), field(11, valueInfo("x")), field(12, valueInfo("y")));
        return message(
                varint(1, 8),
                field(2, "modeldock-test"),
                field(7, graph),
                field(8, message(field(1, ""), varint(2, 13))));
    }

    private static byte[] valueInfo(String name) {
        byte[] shape = message(field(1, message(varint(1, 1))));
        byte[] tensor = message(varint(1, 1), field(2, shape));
        return message(field(1, name), field(2, message(field(1, tensor))));
    }

    private static byte[] message(byte[]... fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] field : fields) {
            out.writeBytes(field);
        }
        return out.toByteArray();
    }

    private static byte[] field(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] field(int number, byte[] bytes) {
        if (bytes.length > 16_000) {
            throw new IllegalArgumentException("too long for this writer");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(number << 3 | 2);
        out.writeBytes(length(bytes.length));
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    private static byte[] length(int count) {
        return count < 128 ? new byte[] {(byte) count} : new byte[] {(byte) (count & 127 | 128), (byte) (count >> 7)};
    }

    private static byte[] varint(int number, int value) {
        return new byte[] {(byte) (number << 3), (byte) value};
    }
}
