package dev.modeldock.formats;

import java.io.IOException;

/** The bytes are not what their format asks for; the message completes "… because ". */
public final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String reason) {
        super(reason);
    }
}
