package dev.modeldock.server.http;

import dev.modeldock.problems.DockException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The window on a multipart body in which lines and delimiters are found, wherever reads happen to cut the body. */
final class MultipartBuffer {
    private static final int SIZE = 128 * 1024;
    /** What may stand before the first and after the last delimiter; both are thrown away. */
    private static final int MAX_AROUND = 64 * 1024;

    private static final PartSink NOWHERE = bytes -> bytes.position(bytes.limit());

    private final InputStream body;
    private final byte[] bytes = new byte[SIZE];
    private final int[] shifts = new int[256];
    private byte[] delimiter = {};
    private int from;
    private int to;
    private boolean bareLines;

    /** The body, with the line end in front that makes its first delimiter look like all others. */
    MultipartBuffer(InputStream body) {
        this.body = body;
        bytes[0] = '\r';
        bytes[1] = '\n';
        to = 2;
    }

    void delimitBy(String boundary) {
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        Arrays.fill(shifts, delimiter.length);
        for (int i = 0; i < delimiter.length - 1; i++) {
            shifts[delimiter[i] & 0xff] = delimiter.length - 1 - i;
        }
    }

    /** The first line of the body, which stays unread. At most {@code max} characters of it. */
    String peekLine(int max) throws IOException {
        int start = from + 2;
        for (int at = start; ; at++) {
            while (at >= to) {
                if (!fill()) {
                    return new String(bytes, start, to - start, StandardCharsets.ISO_8859_1);
                }
            }
            if (bytes[at] == '\n' || at - start > max) {
                return new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
            }
        }
    }

    void skipToDelimiter() throws IOException {
        copyToDelimiter(bounded("it does not begin with its boundary"));
    }

    /** Read the end of a delimiter's line: a part follows, or the body is over. */
    boolean anotherPart() throws IOException {
        int first = next();
        int last = first;
        if (first == '-') {
            if (next() != '-') {
                throw MultipartReader.broken("a line begins like its boundary and is none");
            }
            return false;
        }
        for (int c = first; c != '\n'; c = next()) {
            if (c != '\r' && c != ' ' && c != '\t') {
                throw MultipartReader.broken("a line begins like its boundary and is none");
            }
            last = c;
        }
        bareLines |= last != '\r';
        return true;
    }

    /** Hand everything up to the next delimiter to {@code sink}, and step over the delimiter. */
    void copyToDelimiter(PartSink sink) throws IOException {
        while (true) {
            int at = indexOfDelimiter();
            int end = at >= 0 ? at : Math.max(from, to - delimiter.length + 1);
            if (end > from) {
                sink.write(ByteBuffer.wrap(bytes, from, end - from).slice());
                from = end;
            }
            if (at >= 0) {
                from += delimiter.length;
                return;
            }
            if (!fill()) {
                throw endsEarly();
            }
        }
    }

    void skipRest() throws IOException {
        long skipped = 0;
        do {
            skipped += to - from;
            from = to;
            if (skipped > MAX_AROUND) {
                throw MultipartReader.broken("more than 64 KiB follow its closing boundary");
            }
        } while (fill());
    }

    /** One line without its end, which may be a line feed alone. At most {@code max} bytes. */
    String readLine(int max) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int c = next(); c != '\n'; c = next()) {
            if (line.size() == max) {
                throw MultipartReader.broken("the headers of a part are too long");
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Horspool's search: looks at the last byte first and skips by the whole delimiter most of the time. */
    private int indexOfDelimiter() {
        int last = delimiter.length - 1;
        int at = from;
        while (at + last < to) {
            int tail = bytes[at + last] & 0xff;
            if (tail == (delimiter[last] & 0xff) && Arrays.equals(bytes, at, at + last, delimiter, 0, last)) {
                return at;
            }
            at += shifts[tail];
        }
        return -1;
    }

    private int next() throws IOException {
        int c = peek();
        from++;
        return c;
    }

    private int peek() throws IOException {
        while (from == to) {
            if (!fill()) {
                throw endsEarly();
            }
        }
        return bytes[from];
    }

    private DockException endsEarly() {
        return MultipartReader.broken(
                bareLines
                        ? "its lines end in LF alone; expected is CRLF at the end of each boundary and header line"
                        : "it ends before its closing boundary");
    }

    /** Read more behind what is still unread; false at the end of the body. */
    private boolean fill() throws IOException {
        if (from > 0) {
            System.arraycopy(bytes, from, bytes, 0, to - from);
            to -= from;
            from = 0;
        }
        int count = body.read(bytes, to, bytes.length - to);
        if (count > 0) {
            to += count;
        }
        return count >= 0;
    }

    private static PartSink bounded(String otherwise) {
        return new PartSink() {
            private long skipped;

            @Override
            public void write(ByteBuffer content) throws IOException {
                skipped += content.remaining();
                if (skipped > MAX_AROUND) {
                    throw MultipartReader.broken(otherwise);
                }
                NOWHERE.write(content);
            }
        };
    }
}
