package dev.modeldock.models;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * {@code namespace/name}, each 1 to 96 of the letters that Hugging Face takes; compared without regard to case.
 */
public record ModelName(String namespace, String name) {
    private static final int LONGEST = 96;
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_-])?");

    public ModelName {
        check(namespace);
        check(name);
    }

    /** Read {@code namespace/name}; {@code VALIDATION_ERROR} when it is none. */
    public static ModelName of(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw refused(text);
        }
        return new ModelName(text.substring(0, slash), text.substring(slash + 1));
    }

    /**
     * Make the nearest good part of a name out of any text, such as a file's name; never fails. Accents fall away, any
     * other foreign letter becomes {@code _}; a text without a Latin letter or digit is told from others by a checksum.
     */
    public static String part(String text) {
        String plain = Normalizer.normalize(text.strip(), Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
        String name = plain.replaceAll("[^A-Za-z0-9._-]", "_")
                .replaceAll("\\.{2,}", ".")
                .replaceAll("^[.-]+", "");
        if (name.chars().noneMatch(Character::isLetterOrDigit)) {
            CRC32 sum = new CRC32();
            sum.update(text.getBytes(StandardCharsets.UTF_8));
            return String.format("model-%08x", sum.getValue());
        }
        String cut = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
        return cut.replaceAll("\\.+$", "");
    }

    private static void check(String part) {
        if (!PART.matcher(part).matches() || part.contains("..")) {
            throw refused(part);
        }
    }

    private static DockException refused(String found) {
        return new DockException(
                Problem.VALIDATION_ERROR,
                "\"" + found + "\" is no model name: expected namespace/name, each of 1 to " + LONGEST
                        + " letters, digits, '.', '_' or '-', not beginning with '.' or '-' and not ending with '.'.");
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
