package dev.modeldock.hub;

import dev.modeldock.blobs.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/**
 * Which files a hub keeps in git's large file storage, and what git has in their place. It goes by size and name, as a
 * hub's usual {@code .gitattributes} does, so that the same file is of the same kind in every version.
 */
public final class LargeFiles {
    /** From here on a file is large whatever its name. */
    public static final long LARGE = 10 << 20;

    private static final Set<String> ENDINGS = Set.of(
            "7z",
            "arrow",
            "bin",
            "bz2",
            "ckpt",
            "ftz",
            "gguf",
            "gz",
            "h5",
            "joblib",
            "mlmodel",
            "model",
            "msgpack",
            "npy",
            "npz",
            "onnx",
            "onnx_data",
            "ot",
            "parquet",
            "pb",
            "pickle",
            "pkl",
            "pt",
            "pth",
            "rar",
            "safetensors",
            "tar",
            "tflite",
            "tgz",
            "wasm",
            "xz",
            "zip",
            "zst");

    private LargeFiles() {}

    /** Whether a file of such a path and size is one. An empty one never is: Git LFS keeps no pointer for nothing. */
    public static boolean isLarge(String path, long size) {
        if (size == 0) {
            return false;
        }
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return size > LARGE || ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1)) && name.indexOf('.') >= 0;
    }

    /** The endings of names, as {@code .gitattributes} has them. */
    public static String attributes() {
        StringBuilder lines = new StringBuilder();
        ENDINGS.stream()
                .sorted()
                .forEach(ending -> lines.append("*.").append(ending).append(" filter=lfs diff=lfs merge=lfs -text\n"));
        return lines.toString();
    }

    /** What git has of a large file: a pointer, as the specification of Git LFS writes it. */
    public static String pointer(String sha256, long size) {
        return "version https://git-lfs.github.com/spec/v1\noid sha256:" + sha256 + "\nsize " + size + "\n";
    }

    /** The hash by which git knows some bytes. */
    static String gitSha1(byte[] bytes) {
        var sha1 = Hashes.sha1();
        sha1.update(("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(sha1.digest(bytes));
    }
}
