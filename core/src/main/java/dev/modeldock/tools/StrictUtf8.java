package dev.modeldock.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The characters of a file that must be UTF-8 and must end. All that is right before a fault is handed out first, so that
 * whoever reads knows where in the document he is when {@link Unreadable} comes. Not one byte past the bound is kept.
 */
final class StrictUtf8 extends Reader {
    private static final int BLOCK = 8192;

    private final InputStream in;
    private final long most;
    private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK).limit(0);
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private long taken;
    private boolean ended;

    /** @param most the bytes that the file may have */
    StrictUtf8(InputStream in, long most) {
        this.in = in;
        this.most = most;
    }

    /** Reads at least one character into a room of two or more, or answers -1 at the end. */
    @Override
    public int read(char[] room, int offset, int length) throws IOException {
        if (length < 2) {
            throw new IllegalArgumentException("One character may need room for two");
        }
        CharBuffer out = CharBuffer.wrap(room, offset, length);
        while (true) {
            CoderResult result = decoder.decode(bytes, out, ended);
            int count = out.position() - offset;
            if (count > 0) {
                return count;
            }
            if (result.isError()) {
                throw malformed();
            }
            if (ended) {
                return -1;
            }
            fill();
        }
    }

    private void fill() throws IOException {
        boolean first = taken == 0;
        bytes.compact();
        int room = (int) Math.min(bytes.remaining(), most - taken);
        int count = in.readNBytes(bytes.array(), bytes.position(), room);
        if (count < room) {
            ended = true;
        } else if (room == 0) {
            end();
        }
        taken += count;
        bytes.position(bytes.position() + count).flip();
        if (first) {
            checkStart();
        }
    }

    /** The bound is reached; that is well when the file ends here too. */
    private void end() throws IOException {
        if (in.read() >= 0) {
            throw new Unreadable(
                    "The file has more than " + most + " bytes, which is the most that is taken; make it smaller.");
        }
        ended = true;
    }

    private void checkStart() throws IOException {
        int a = at(0);
        int b = at(1);
        boolean marked = a == 0xfe && b == 0xff || a == 0xff && b == 0xfe;
        boolean wide = at(2) >= 0 && (a == 0) != (b == 0) || a == 0 && b == 0 && at(2) == 0 && at(3) > 0;
        if (marked || wide || a == 0 && b == 0 && at(2) == 0xfe && at(3) == 0xff) {
            throw new Unreadable(
                    "The file looks like UTF-16 or UTF-32 from its first byte on; expected UTF-8. Save it as"
                            + " UTF-8 and import again.");
        }
        if (a == 0xef && b == 0xbb && at(2) == 0xbf) {
            bytes.position(3);
        }
    }

    private int at(int index) {
        return index < bytes.limit() ? bytes.get(index) & 0xff : -1;
    }

    private Unreadable malformed() {
        return new Unreadable(String.format(
                "Byte %d of the file, counted from 0, is 0x%02x and no part of UTF-8 there; expected UTF-8. Save the file as"
                        + " UTF-8 and import again.",
                taken - bytes.remaining(), bytes.get(bytes.position())));
    }

    @Override
    public void close() {
        // Whoever opened the file closes it.
    }
}
