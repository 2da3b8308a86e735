package dev.modeldock.files;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The refusals of archives, and the one decoding of names that refuses instead of guessing. */
final class BrokenArchive {
    private BrokenArchive() {}

    /** The archive is broken, hostile, or of a kind that is not taken. */
    static DockException because(String sentence) {
        return new DockException(Problem.INVALID_ARCHIVE, sentence);
    }

    static DockException because(String sentence, Throwable cause) {
        return new DockException(Problem.INVALID_ARCHIVE, sentence, cause);
    }

    /** It ends before what it promised. */
    static DockException truncated(String what) {
        return because("The archive is cut short: " + what + ". Upload it again, whole.");
    }

    /** The text of a name, which must be UTF-8: bytes that are not are refused, never replaced. */
    static String utf8(byte[] bytes, int offset, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, length))
                    .toString();
        } catch (CharacterCodingException e) {
            String shown = SafePaths.shown(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
            throw because(
                    "The name " + shown + " (shown as Latin-1) is not UTF-8. Rename the file and pack it again.", e);
        }
    }
}
