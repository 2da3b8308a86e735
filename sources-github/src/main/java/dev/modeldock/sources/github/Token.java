package dev.modeldock.sources.github;

import dev.modeldock.spi.SourceException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An access token; the empty one stands for none. It is never shown.
 *
 * @param value as GitHub gave it out
 */
record Token(String value) {
    private static final Pattern SHAPE = Pattern.compile("[!-~]{0,1024}");

    /** The text again when a token can look like it; {@code what} names the place that it came from. */
    static String checked(String text, String what) throws SourceException {
        if (!SHAPE.matcher(text).matches()) {
            throw Refusals.refused(what + " holds characters that no token has. Send it as GitHub showed it.");
        }
        return text;
    }

    boolean present() {
        return !value.isEmpty();
    }

    /** For the REST API. */
    Optional<String> bearer() {
        return present() ? Optional.of("Bearer " + value) : Optional.empty();
    }

    /** For git and Git LFS, which know only names and passwords. */
    Optional<String> basic() {
        byte[] pair = ("x-access-token:" + value).getBytes(StandardCharsets.US_ASCII);
        return present() ? Optional.of("Basic " + Base64.getEncoder().encodeToString(pair)) : Optional.empty();
    }

    @Override
    public String toString() {
        return present() ? "Token[…]" : "Token[none]";
    }
}
