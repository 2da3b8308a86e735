package dev.modeldock.files;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;

/**
 * Names that can be kept: relative, {@code /} between segments, writable on every file system that matters. A name is
 * kept as it came (no Unicode normalisation), so that what goes out is what came in.
 */
public final class SafePaths {
    /** The longest path, in UTF-8 bytes. */
    public static final int MAX_PATH_BYTES = 1024;
    /** The longest segment of a path, in UTF-8 bytes: what the usual file systems hold. */
    public static final int MAX_SEGMENT_BYTES = 255;
    /** The most segments of a path. */
    public static final int MAX_DEPTH = 64;

    private static final int SHOWN_CHARS = 200;

    private SafePaths() {}

    /**
     * The name as it is kept: {@code rawName} without any leading {@code ./}.
     *
     * @throws DockException INVALID_ARCHIVE naming the entry and what is wrong with it
     */
    public static String check(String rawName) {
        String name = rawName;
        while (name.startsWith("./")) {
            name = name.substring(2);
        }
        if (name.isEmpty()) {
            throw refused(rawName, "is empty");
        }
        checkStart(rawName, name);
        checkCharacters(rawName, name);
        checkSegments(rawName, name);
        return name;
    }

    private static void checkStart(String rawName, String name) {
        if (name.startsWith("/")) {
            throw refused(rawName, "is absolute; names must be relative");
        }
        if (name.length() >= 2 && name.charAt(1) == ':' && isAsciiLetter(name.charAt(0))) {
            throw refused(rawName, "starts with a drive letter; names must be relative");
        }
        if (utf8Length(name) > MAX_PATH_BYTES) {
            throw refused(rawName, "is longer than " + MAX_PATH_BYTES + " bytes");
        }
    }

    private static void checkCharacters(String rawName, String name) {
        name.codePoints().forEach(c -> {
            if (c == '\\') {
                throw refused(rawName, "holds a backslash; segments are separated by /");
            }
            if (isUnsafe(c)) {
                throw refused(rawName, String.format("holds the control character U+%04X", c));
            }
        });
    }

    private static void checkSegments(String rawName, String name) {
        String[] segments = name.split("/", -1);
        if (segments.length > MAX_DEPTH) {
            throw refused(rawName, "is nested deeper than " + MAX_DEPTH + " directories");
        }
        for (String segment : segments) {
            if (segment.isEmpty()) {
                throw refused(rawName, "holds an empty segment");
            }
            if (segment.equals(".") || segment.equals("..")) {
                throw refused(rawName, "holds the segment " + segment);
            }
            if (utf8Length(segment) > MAX_SEGMENT_BYTES) {
                throw refused(rawName, "holds a segment longer than " + MAX_SEGMENT_BYTES + " bytes");
            }
        }
    }

    /** Equal for names that some file system takes for one: case and Unicode form are folded away. */
    public static String folded(String path) {
        if (isAscii(path)) {
            return path.toLowerCase(Locale.ROOT);
        }
        String plain = Normalizer.normalize(path, Normalizer.Form.NFD);
        String oneCase = plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(oneCase, Normalizer.Form.NFD);
    }

    /** A name for a sentence: no control characters, not too long. */
    static String shown(String rawName) {
        StringBuilder shown = new StringBuilder("'");
        rawName.codePoints().limit(SHOWN_CHARS).forEach(c -> {
            if (isUnsafe(c)) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.append(rawName.length() > SHOWN_CHARS ? "…'" : "'").toString();
    }

    private static DockException refused(String rawName, String fault) {
        String shown = shown(rawName);
        return new DockException(
                Problem.INVALID_ARCHIVE,
                "The name " + shown + " " + fault + ". Rename the file and pack it again.",
                Map.of("entry", shown.substring(1, shown.length() - 1)));
    }

    /** Control characters, lone surrogates, line separators, and marks that turn the direction of writing around. */
    private static boolean isUnsafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        };
    }

    private static int utf8Length(String text) {
        return isAscii(text) ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
