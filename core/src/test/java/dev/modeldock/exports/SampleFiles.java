package dev.modeldock.exports;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Files kept in memory, with the names that archives find hard. */
final class SampleFiles implements Contents, Iterable<ArchiveFile> {
    private static final String[] PARTS = {
        "a", "config.json", "model of mine", "größe", "模型", "🤗", "weights-00001-of-00002.safetensors", "x".repeat(60)
    };

    private final Map<String, byte[]> byPath = new TreeMap<>();
    private final Map<String, byte[]> byHash = new TreeMap<>();

    SampleFiles with(String path, byte[] bytes) {
        byPath.put(path, bytes);
        byHash.put(sha256(bytes), bytes);
        return this;
    }

    static SampleFiles random(Random random) {
        SampleFiles files = new SampleFiles();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            StringBuilder path = new StringBuilder();
            for (int depth = random.nextInt(9); depth > 0; depth--) {
                path.append(PARTS[random.nextInt(PARTS.length)]).append('/');
            }
            byte[] bytes = new byte[random.nextInt(4) == 0 ? random.nextInt(200_000) : random.nextInt(1100)];
            random.nextBytes(bytes);
            files.with(
                    path.append(i).append(PARTS[random.nextInt(PARTS.length)]).toString(), bytes);
        }
        return files;
    }

    /** Every name that is hard for a format, and none that a file system could not hold. */
    static SampleFiles tricky() {
        SampleFiles files = new SampleFiles().with("empty", new byte[0]);
        byte[] block = new byte[512];
        String deep = "d/".repeat(60);
        files.with("one block", block).with(deep + "leaf", "deep".getBytes());
        for (int length : new int[] {92, 93, 94, 95, 99, 150, 154, 155, 156, 250}) {
            files.with("n".repeat(length), ("name of " + length).getBytes());
        }
        for (int prefix : new int[] {146, 147, 148, 149, 150}) {
            files.with("p".repeat(prefix) + "/" + "q".repeat(100), ("prefix of " + prefix).getBytes());
        }
        files.with("äöü/größe", "umlauts".getBytes()).with("模".repeat(80), "80 wide".getBytes());
        files.with((deep + "🤗").repeat(5), "long and wide".getBytes());
        Random random = new Random(7);
        byte[] big = new byte[300_000];
        random.nextBytes(big);
        return files.with("z.safetensors", big);
    }

    Map<String, byte[]> byPath() {
        return byPath;
    }

    List<ArchiveFile> manifest() {
        List<ArchiveFile> manifest = new ArrayList<>();
        byPath.forEach((path, bytes) -> manifest.add(new ArchiveFile(path, bytes.length, crc32(bytes), sha256(bytes))));
        return manifest;
    }

    @Override
    public Iterator<ArchiveFile> iterator() {
        return manifest().iterator();
    }

    @Override
    public void copy(String sha256, long offset, long count, OutputStream out) throws IOException {
        out.write(byHash.get(sha256), (int) offset, (int) count);
    }

    static long crc32(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
