package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertNull;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Well-formed archives, in memory; the ill-formed ones are made by HostileTar and HostileZip. */
final class Archives {
    private Archives() {}

    static byte[] tar(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    static byte[] zip(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putArchiveEntry(new ZipArchiveEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    /** A ZIP of that many empty files, with the ZIP64 records that so many need. */
    static byte[] emptyZip(int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (int i = 0; i < count; i++) {
                ZipEntry entry = new ZipEntry("m/e" + i);
                entry.setSize(0);
                entry.setCrc(0);
                zip.putNextEntry(entry);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    /** The files in an archive of the named kind: {@code tar}, {@code zip}, {@code tar.gz}, … */
    static byte[] pack(String kind, Map<String, byte[]> files) {
        return switch (kind) {
            case "zip" -> zip(files);
            case "tar" -> tar(files);
            default -> compress(kind.substring("tar.".length()), tar(files));
        };
    }

    static byte[] compress(String kind, byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = compressor(kind, packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return packed.toByteArray();
    }

    static OutputStream compressor(String kind, OutputStream out) throws IOException {
        return switch (kind) {
            case "gz" -> new GZIPOutputStream(out);
            case "bz2" -> new BZip2CompressorOutputStream(out);
            case "xz" -> new XZOutputStream(out, new LZMA2Options(1));
            case "zst" -> new ZstdOutputStream(out).setChecksum(true);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    static Map<String, byte[]> untar(byte[] bytes) {
        return read(new TarArchiveInputStream(new ByteArrayInputStream(bytes)));
    }

    static Map<String, byte[]> unzip(byte[] bytes) {
        return read(new ZipArchiveInputStream(new ByteArrayInputStream(bytes), "UTF-8", true, true));
    }

    private static Map<String, byte[]> read(ArchiveInputStream<?> archive) {
        Map<String, byte[]> files = new TreeMap<>();
        try (InputStream in = archive) {
            for (ArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (!entry.isDirectory()) {
                    assertNull(files.put(entry.getName(), in.readAllBytes()), entry.getName());
                }
            }
        } catch (IOException e) {
            throw new AssertionError("the archive cannot be read", e);
        }
        return files;
    }

    /** Without the one folder that holds everything, if there is one. */
    static Map<String, byte[]> unwrapped(Map<String, byte[]> files) {
        String first = files.keySet().iterator().next();
        String wrapper = first.substring(0, first.indexOf('/') + 1);
        if (wrapper.isEmpty() || !files.keySet().stream().allMatch(path -> path.startsWith(wrapper))) {
            return files;
        }
        Map<String, byte[]> inner = new TreeMap<>();
        files.forEach((path, bytes) -> inner.put(path.substring(wrapper.length()), bytes));
        return inner;
    }

    /** The same files below one folder. */
    static Map<String, byte[]> below(String folder, Map<String, byte[]> files) {
        Map<String, byte[]> wrapped = new TreeMap<>();
        files.forEach((path, bytes) -> wrapped.put(folder + "/" + path, bytes));
        return wrapped;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
