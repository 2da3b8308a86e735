package dev.modeldock.sources.huggingface;

import dev.modeldock.spi.SourceException;
import java.util.regex.Pattern;

/** What proves to the hub who asks, or that nobody in particular does. Printing it tells nothing. */
record Token(String secret) {
    static final Token NONE = new Token("");

    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]{1,1024}");

    /**
     * A token as somebody wrote it down.
     *
     * @param from where it is from, to begin a sentence with
     * @throws SourceException {@code REFUSED} when it could not be sent in a header
     */
    static Token of(String text, String from) throws SourceException {
        String secret = text.strip();
        if (!SENDABLE.matcher(secret).matches()) {
            throw Refusals.refused(from + " is no access token: at most 1024 visible ASCII characters without spaces"
                    + " were expected. Copy it again from the hub's settings page.");
        }
        return new Token(secret);
    }

    boolean isPresent() {
        return !secret.isEmpty();
    }

    @Override
    public String toString() {
        return isPresent() ? "Token[…]" : "Token[none]";
    }
}
