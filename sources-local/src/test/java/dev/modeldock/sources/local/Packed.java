package dev.modeldock.sources.local;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Packs real tiny models, and whatever else a test wants, into archives and directories. */
final class Packed {
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    /** Add a model's files below a directory; an empty one is the top. */
    Packed model(String model, String below) throws IOException {
        files(model).forEach((path, bytes) -> files.put(below.isEmpty() ? path : below + "/" + path, bytes));
        return this;
    }

    Packed text(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** The bytes of a model of the test resources, by path. */
    static Map<String, byte[]> files(String model) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        Path directory = resource(model);
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                files.put(directory.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static Path resource(String model) throws IOException {
        try {
            return Path.of(Packed.class.getResource("/models/" + model).toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    Path zip(Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> one : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(one.getKey()));
                zip.write(one.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    /** A gzipped tar; each link is a path and its target. */
    Path tarGz(Path file, List<String[]> links) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (Map.Entry<String, byte[]> one : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(one.getKey());
                entry.setSize(one.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(one.getValue());
                tar.closeArchiveEntry();
            }
            for (String[] link : links) {
                TarArchiveEntry entry = new TarArchiveEntry(link[0], TarConstants.LF_SYMLINK);
                entry.setLinkName(link[1]);
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
        }
        return file;
    }

    Path directory(Path directory) throws IOException {
        for (Map.Entry<String, byte[]> one : files.entrySet()) {
            Path file = directory.resolve(one.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, one.getValue());
        }
        return directory;
    }
}
