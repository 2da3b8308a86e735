package dev.modeldock.tools;

import java.io.IOException;

/** The file cannot be read further; the message is a whole sentence. */
final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreadable(String sentence) {
        super(sentence);
    }
}
