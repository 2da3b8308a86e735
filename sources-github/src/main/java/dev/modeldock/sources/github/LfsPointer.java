package dev.modeldock.sources.github;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in git for a file that Git LFS keeps.
 *
 * @param sha256 of the file
 * @param size of the file in bytes
 */
record LfsPointer(String sha256, long size) {
    /** A pointer is shorter than this, in bytes. */
    static final int LONGEST = 1024;
    /** Of no bytes. */
    static final String EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static final String START = "version https://";
    /** Git LFS writes the last line feed and reads pointers without it. */
    private static final Pattern SHAPE =
            Pattern.compile("version https://(?:git-lfs\\.github\\.com|hawser\\.github\\.com)/spec/v1\n"
                    + "(?:ext-[0-9]-[a-z0-9.-]+ sha256:[0-9a-f]{64}\n)*"
                    + "oid sha256:([0-9a-f]{64})\n"
                    + "size (0|[1-9][0-9]{0,14})\n?");

    /** Read a file's bytes; empty when it is no pointer. */
    static Optional<LfsPointer> of(byte[] bytes) {
        if (bytes.length >= LONGEST || !starts(bytes)) {
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            Matcher shape = SHAPE.matcher(text);
            return shape.matches()
                    ? Optional.of(new LfsPointer(shape.group(1), Long.parseLong(shape.group(2))))
                    : Optional.empty();
        } catch (CharacterCodingException e) {
            // Not text, so no pointer.
            return Optional.empty();
        }
    }

    /** Most small files are no pointers, and are told so by their first bytes. */
    private static boolean starts(byte[] bytes) {
        if (bytes.length < START.length()) {
            return false;
        }
        for (int i = 0; i < START.length(); i++) {
            if (bytes[i] != START.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
