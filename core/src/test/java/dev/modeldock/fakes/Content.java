package dev.modeldock.fakes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The bytes of a file, readable at any offset, with the hashes that git and the hub tell of it (worked out once). */
public abstract class Content {
    private String sha256;
    private String gitSha1;

    Content() {}

    public static Content of(byte[] bytes) {
        return new BytesContent(bytes);
    }

    public static Content of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes of a file on disk, read anew each time. */
    public static Content of(Path file) {
        return new FileContent(file);
    }

    /** Bytes that are made up as they are read and stored nowhere: the same for the same seed, of any size. */
    public static Content generated(long seed, long size) {
        return new GeneratedContent(seed, size);
    }

    /** A valid safetensors file of exactly this size (at least 256 bytes): one U8 tensor of generated
     * bytes, named {@code t} and the seed. */
    public static Content safetensors(long seed, long size) {
        return GeneratedContent.tensorFile(seed, size);
    }

    /** Rows of a tree in JSON without an end, so many bytes of them: for clients that would read all before they look. */
    public static Content endlessJson(long size) {
        String row = "{\"type\":\"file\",\"oid\":\"" + "0".repeat(40) + "\",\"size\":1,\"path\":\"x\"},\n";
        return new JoinedContent(of("["), new RepeatedContent(row.repeat(500), size - 1));
    }

    /** In bytes. */
    public abstract long size();

    /** Write {@code length} bytes from {@code from} on; both lie within the content. */
    public abstract void write(long from, long length, OutputStream out) throws IOException;

    /** 64 lower-case hex digits. */
    public final synchronized String sha256() {
        if (sha256 == null) {
            sha256 = hash("SHA-256", "");
        }
        return sha256;
    }

    /** Git's blob id, 40 lower-case hex digits. */
    public final synchronized String gitSha1() {
        if (gitSha1 == null) {
            gitSha1 = hash("SHA-1", "blob " + size() + "\0");
        }
        return gitSha1;
    }

    /** The LFS pointer that stands for these bytes in git. */
    public final Content pointer() {
        return of("version https://git-lfs.github.com/spec/v1\noid sha256:" + sha256() + "\nsize " + size() + "\n");
    }

    final void writeAll(OutputStream out) throws IOException {
        write(0, size(), out);
    }

    /** All of it, for what fits into memory. */
    public final byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(size()));
        try {
            writeAll(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private String hash(String algorithm, String prefix) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(prefix.getBytes(StandardCharsets.UTF_8));
            writeAll(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }
}
