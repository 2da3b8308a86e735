package dev.modeldock.sources.huggingface;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;

/** JSON on its way: read token by token and never held whole, as a list of files may be long. */
final class JsonBody {
    private static final long LONGEST = 128L << 20;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(64 << 10)
                    .maxNestingDepth(100)
                    .build())
            .build();

    private JsonBody() {}

    /** Takes what it wants of a JSON text, whose first token is the parser's current one. */
    interface Reading<T> {
        T read(JsonParser json) throws IOException, SourceException;
    }

    /** Takes one field of an object; the value's first token is the parser's current one, and may be left unread. */
    interface FieldReading {
        void read(String name) throws IOException, SourceException;
    }

    /**
     * Read an answer's body to its end.
     *
     * @throws SourceException {@code BROKEN} when it is not the JSON that was expected, {@code UNREACHABLE} when it broke
     *     off
     */
    static <T> T read(HttpResponse<InputStream> answer, Reading<T> reading)
            throws SourceException, InterruptedException {
        String host = answer.uri().getHost();
        try (InputStream body = new BoundedBody(answer.body());
                JsonParser json = FACTORY.createParser(body)) {
            json.nextToken();
            T read = reading.read(json);
            if (json.nextToken() != null) {
                throw new JsonParseException(json, "more than one value");
            }
            return read;
        } catch (JsonProcessingException | TooLongException e) {
            throw new SourceException(
                    Reason.BROKEN,
                    host + " answered with something else than the JSON that a hub answers with, or with too much of"
                            + " it. Check the setting source.huggingface.endpoint.",
                    e);
        } catch (IOException e) {
            stopIfInterrupted(e);
            throw new SourceException(Reason.UNREACHABLE, host + " broke off in its answer. Try again later.", e);
        }
    }

    private static void stopIfInterrupted(IOException failure) throws InterruptedException {
        boolean stopped = failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException);
        // Not short-circuited: the flag is to be cleared, as where InterruptedException is thrown elsewhere.
        if (Thread.interrupted() | stopped) {
            throw new InterruptedException();
        }
    }

    /** Go through an object's fields. */
    static void fields(JsonParser json, FieldReading reading) throws IOException, SourceException {
        if (!json.isExpectedStartObjectToken()) {
            throw new JsonParseException(json, "an object was expected");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            reading.read(name);
            json.skipChildren();
        }
    }

    /** A text, or empty for any other value. */
    static String text(JsonParser json) throws IOException {
        return json.hasToken(JsonToken.VALUE_STRING) ? json.getText() : "";
    }

    /** A whole number, or -1 for any other value. */
    static long number(JsonParser json) throws IOException {
        return json.hasToken(JsonToken.VALUE_NUMBER_INT) ? json.getLongValue() : -1;
    }

    /** There was more of it than anything that we ask for can have. */
    private static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static final class BoundedBody extends FilterInputStream {
        private long left = LONGEST;

        BoundedBody(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            count(n);
            return n;
        }

        private void count(int n) throws TooLongException {
            left -= Math.max(0, n);
            if (left < 0) {
                throw new TooLongException();
            }
        }
    }
}
