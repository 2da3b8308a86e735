package dev.modeldock.sources.github;

import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** The body of an answer, which is read up to a bound. */
final class Body {
    private Body() {}

    /** Read a body whole and close it; {@code what} names what was asked for. */
    static byte[] bytes(HttpResponse<InputStream> answer, int most, String what)
            throws SourceException, InterruptedException {
        byte[] bytes;
        try (InputStream body = answer.body()) {
            bytes = body.readNBytes(most + 1);
        } catch (IOException e) {
            throw brokeOff(e, answer, what);
        }
        if (bytes.length > most) {
            throw Refusals.broken(
                    answer.uri().getHost() + " answered with more than " + most + " bytes for " + what
                            + ", which was not expected.",
                    null);
        }
        return bytes;
    }

    static String text(HttpResponse<InputStream> answer, int most, String what)
            throws SourceException, InterruptedException {
        return new String(bytes(answer, most, what), StandardCharsets.UTF_8);
    }

    /** The reason of a body that cannot be read to its end. */
    static SourceException brokeOff(IOException failure, HttpResponse<?> answer, String what)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        SourceException reason = SourceException.unreachable(
                answer.uri().getHost() + " broke off while it answered for " + what + ". Try again.", null);
        reason.initCause(failure);
        return reason;
    }
}
