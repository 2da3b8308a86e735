package dev.modeldock.sources.local;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/** Model names out of what files and directories are called. */
final class Names {
    private static final int LONGEST = 96;
    /** The longer before the shorter. */
    private static final List<String> EXTENSIONS = List.of(
            ".tar.gz",
            ".tar.zst",
            ".tar.xz",
            ".tar.bz2",
            ".tgz",
            ".tzst",
            ".txz",
            ".tbz2",
            ".tar",
            ".zip",
            ".safetensors",
            ".gguf",
            ".onnx",
            ".gz",
            ".zst",
            ".xz",
            ".bz2",
            ".bin");

    private Names() {}

    /**
     * A name of {@code [A-Za-z0-9._-]}, at most 96 characters, that begins with a letter, a digit or {@code _}. Accents
     * fall away, any other character becomes {@code _}; a name without a Latin letter or digit is told from others by a
     * checksum.
     */
    static String clean(String text) {
        String plain = Normalizer.normalize(text.strip(), Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
        String name = plain.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[.-]+", "");
        if (name.chars().noneMatch(Character::isLetterOrDigit)) {
            CRC32 sum = new CRC32();
            sum.update(text.getBytes(StandardCharsets.UTF_8));
            return String.format("model-%08x", sum.getValue());
        }
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST);
    }

    /** A file's name without directories and without the extensions of archives and model files. */
    static String stem(String file) {
        String name = last(file);
        String lower = name.toLowerCase(Locale.ROOT);
        return EXTENSIONS.stream()
                .filter(extension -> lower.endsWith(extension) && lower.length() > extension.length())
                .findFirst()
                .map(extension -> name.substring(0, name.length() - extension.length()))
                .orElse(name);
    }

    /** The last segment; a client on Windows may send backslashes. */
    static String last(String file) {
        return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    }
}
