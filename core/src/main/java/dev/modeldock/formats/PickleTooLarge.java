package dev.modeldock.formats;

import java.io.IOException;

/** A pickle goes past what can be followed, though Python might load it: it counts as dangerous. */
final class PickleTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    PickleTooLarge(String reason) {
        super(reason);
    }
}
