package dev.modeldock.files;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Writes tars block by block, also such as no tool would write. */
final class TarMaker {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TarMaker file(String name, String text) {
        return entry(name, '0', "", text.getBytes(StandardCharsets.UTF_8));
    }

    TarMaker link(String name, char type, String target) {
        return entry(name, type, target, new byte[0]);
    }

    TarMaker entry(String name, char type, String link, byte[] data) {
        return header(name.getBytes(StandardCharsets.UTF_8), type, link, data.length)
                .data(data);
    }

    /** A header that may lie about what follows. */
    TarMaker header(byte[] name, char type, String link, long size) {
        byte[] block = new byte[512];
        System.arraycopy(name, 0, block, 0, Math.min(name.length, 100));
        put(block, 100, "0000644\0");
        put(block, 124, String.format("%011o\0", size));
        put(block, 136, "00000000000\0");
        put(block, 148, "        ");
        block[156] = (byte) type;
        put(block, 157, link);
        put(block, 257, "ustar\00000");
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xFF;
        }
        put(block, 148, String.format("%06o\0 ", sum));
        out.writeBytes(block);
        return this;
    }

    TarMaker data(byte[] data) {
        out.writeBytes(data);
        out.writeBytes(new byte[-data.length & 511]);
        return this;
    }

    /** A PAX header for the next entry. */
    TarMaker pax(char type, String... keyValues) {
        StringBuilder records = new StringBuilder();
        for (String keyValue : keyValues) {
            int length = keyValue.getBytes(StandardCharsets.UTF_8).length + 2;
            int digits = String.valueOf(length + 2).length();
            records.append(length + digits).append(' ').append(keyValue).append('\n');
        }
        return entry("PaxHeader", type, "", records.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** As it is, with no end-of-archive mark. */
    byte[] unfinished() {
        return out.toByteArray();
    }

    byte[] bytes() {
        byte[] bytes = out.toByteArray();
        return Arrays.copyOf(bytes, bytes.length + 1024);
    }

    byte[] packed(ContentKind kind) throws IOException {
        return pack(kind, bytes());
    }

    static byte[] pack(ContentKind kind, byte[] tar) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream to = packer(kind, packed)) {
            to.write(tar);
        }
        return packed.toByteArray();
    }

    private static OutputStream packer(ContentKind kind, OutputStream to) throws IOException {
        return switch (kind) {
            case TAR -> to;
            case TAR_GZ -> new GZIPOutputStream(to);
            case TAR_ZST -> {
                ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(to);
                zstd.setChecksum(true);
                yield zstd;
            }
            case TAR_XZ -> new XZOutputStream(to, new LZMA2Options(1));
            case TAR_BZ2 -> new BZip2CompressorOutputStream(to, 1);
            case ZIP, SAFETENSORS, GGUF, ONNX, UNKNOWN -> throw new IllegalArgumentException(kind.name());
        };
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }
}
