package dev.modeldock;

import dev.modeldock.fakes.FakeFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** Packs the real tiny models of the test resources, and whatever else a test wants. */
public final class PackedModel {
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    /** A model's files at the top. */
    public static PackedModel of(String model) throws IOException {
        return new PackedModel().model(model, "");
    }

    /** Add a model's files below a directory, such as {@code folder/}. */
    public PackedModel model(String model, String below) throws IOException {
        files(model).forEach((path, bytes) -> files.put(below + path, bytes));
        return this;
    }

    public PackedModel file(String path, byte[] bytes) {
        files.put(path, bytes);
        return this;
    }

    public PackedModel text(String path, String text) {
        return file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes of a model of the test resources, by path. */
    public static Map<String, byte[]> files(String model) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        FakeFiles.tiny(model)
                .entries()
                .forEach((path, file) -> files.put(path, file.content().bytes()));
        return files;
    }

    public byte[] tar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** A tar packed once more: {@code gz}, {@code zstd}, {@code xz} or {@code bzip2}. */
    public byte[] tar(String packer) throws IOException, CompressorException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream packed = new CompressorStreamFactory().createCompressorOutputStream(packer, bytes)) {
            packed.write(tar());
        }
        return bytes.toByteArray();
    }

    public byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
