package dev.modeldock.server.http;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a multipart body (RFC 2046 section 5.1, RFC 7578) as a stream: each byte goes from the request's stream
 * through one buffer into the sink of its part. More tolerant than the specifications in three points, since the
 * documented client calls need it: any media type will do as long as it names a boundary, a body that begins with
 * {@code --} needs none, and a part's disposition may be {@code attachment}.
 */
public final class MultipartReader {
    private static final int MAX_PARTS = 32;
    private static final int MAX_BOUNDARY = 200;

    private MultipartReader() {}

    /**
     * Hand every part of {@code body} to {@code handler}, to the end of the body.
     *
     * @param contentType the request's header, or null
     * @throws DockException VALIDATION_ERROR when the body is not multipart, broken, or ends too early
     * @throws IOException when the connection or a sink fails
     */
    public static void read(InputStream body, String contentType, PartHandler handler) throws IOException {
        MultipartBuffer buffer = new MultipartBuffer(body);
        String boundary = HeaderParameters.of(contentType).get("boundary");
        if (boundary == null || boundary.isEmpty()) {
            boundary = boundaryOf(buffer, contentType);
        }
        if (boundary.length() > MAX_BOUNDARY) {
            throw broken("its boundary is longer than " + MAX_BOUNDARY + " characters");
        }
        buffer.delimitBy(boundary);
        buffer.skipToDelimiter();
        for (int parts = 0; buffer.anotherPart(); parts++) {
            if (parts == MAX_PARTS) {
                throw broken("it has more than " + MAX_PARTS + " parts");
            }
            readPart(buffer, handler);
        }
        buffer.skipRest();
    }

    private static String boundaryOf(MultipartBuffer buffer, String contentType) throws IOException {
        String line = buffer.peekLine(MAX_BOUNDARY);
        if (!line.startsWith("--") || line.length() < 3) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The body is not multipart: its content type is "
                            + (contentType == null ? "missing" : "\"" + Shown.text(contentType) + "\"")
                            + ", expected is multipart/form-data with a boundary; "
                            + "send it as curl does with --form file=@name.");
        }
        return line.substring(2).stripTrailing();
    }

    private static void readPart(MultipartBuffer buffer, PartHandler handler) throws IOException {
        PartSink sink = handler.open(MultipartHeaders.read(buffer));
        boolean whole = false;
        try {
            buffer.copyToDelimiter(sink);
            whole = true;
        } finally {
            if (!whole) {
                sink.discard();
            }
        }
        sink.close();
    }

    static DockException broken(String what) {
        return new DockException(
                Problem.VALIDATION_ERROR, "The multipart body cannot be read: " + what + "; send it again.");
    }
}
