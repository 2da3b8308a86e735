package dev.modeldock.formats;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assertions;

/** Bytes of model files, real and made by hand. */
final class Samples {
    private final Path folder;
    private final List<ModelFile> files = new ArrayList<>();
    private int added;

    Samples(Path folder) {
        this.folder = folder;
    }

    /** The files of a real tiny model in the test resources. */
    Samples fixture(String model) throws IOException {
        Path root = Path.of("src/test/resources/models", model);
        try (Stream<Path> all = Files.list(root)) {
            for (Path file : all.sorted().toList()) {
                add(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return this;
    }

    Samples add(String path, byte[] content) {
        try {
            Path file = Files.write(folder.resolve("f" + added++), content);
            files.removeIf(old -> old.path().equals(path));
            files.add(new ModelFile(path, content.length, "sha-of-" + path, file));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Samples add(String path, String content) {
        return add(path, content.getBytes(StandardCharsets.UTF_8));
    }

    Samples without(String path) {
        Assertions.assertTrue(files.removeIf(file -> file.path().equals(path)), path);
        return this;
    }

    List<ModelFile> files() {
        return files;
    }

    Inspection inspect() {
        return new Formats().inspect(files, request(false, false));
    }

    String refused() {
        return refused(Problem.INVALID_MODEL, request(false, false)).getMessage();
    }

    DockException refused(Problem problem, InspectionRequest request) {
        DockException refusal =
                Assertions.assertThrows(DockException.class, () -> new Formats().inspect(files, request));
        Assertions.assertEquals(problem, refusal.problem(), refusal.getMessage());
        return refusal;
    }

    static InspectionRequest request(boolean adapter, boolean allowUnsafe) {
        return new InspectionRequest(adapter, allowUnsafe, sha256 -> Optional.empty());
    }

    static byte[] safetensors(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    static byte[] goodSafetensors() {
        return safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8);
    }

    /** Bytes from numbers and ASCII texts. */
    static byte[] bytes(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof Integer number) {
                out.write(number);
            } else if (part instanceof byte[] raw) {
                out.writeBytes(raw);
            } else {
                out.writeBytes(part.toString().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return out.toByteArray();
    }

    static byte[] u32(long value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) value)
                .array();
    }

    static byte[] u64(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    /** A ZIP as the JDK writes it: packed, with descriptors behind the members. */
    static byte[] zip(Object... namesAndContents) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                zip.write((byte[]) namesAndContents[i + 1]);
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
