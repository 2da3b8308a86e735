package dev.modeldock.formats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The texts in a pickle that can name an import. */
final class PickleText {
    static final int MAX_TEXT = 200;
    static final int MAX_NAME = 1000;

    private PickleText() {}

    static String name(byte[] bytes) throws IOException {
        if (bytes.length > MAX_NAME) {
            throw new PickleTooLarge("it imports a name longer than " + MAX_NAME + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Malformed("it imports a name that is not UTF-8");
        }
    }

    /** The text in quotes of opcode STRING; Python cuts spaces around it. */
    static Object quoted(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8).strip();
        boolean inQuotes = text.length() >= 2 && "'\"".indexOf(text.charAt(0)) >= 0;
        return inQuotes ? kept(text.substring(1, text.length() - 1)) : PickleMachine.OPAQUE;
    }

    static Object kept(byte[] line) {
        return line.length > MAX_TEXT ? PickleMachine.OPAQUE : kept(new String(line, StandardCharsets.UTF_8));
    }

    /** What is written with escapes is not read: an import by such a text counts as unknown. */
    static Object kept(String text) {
        return text.length() > MAX_TEXT || text.indexOf('\\') >= 0 ? PickleMachine.OPAQUE : text;
    }
}
