package dev.modeldock.server.actions.pictures;

import java.io.IOException;

/** A picture cannot be read. The message goes on after its name: {@code is of a kind that is not known}. */
public final class BrokenPictureException extends IOException {
    private static final long serialVersionUID = 1L;

    public BrokenPictureException(String message) {
        super(message);
    }

    public BrokenPictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
