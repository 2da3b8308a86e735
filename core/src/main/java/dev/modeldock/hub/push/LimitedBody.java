package dev.modeldock.hub.push;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends the body of a commit that goes on for too long, whatever is in it. */
final class LimitedBody extends FilterInputStream {
    private static final long MOST_BYTES = 3L << 29;

    private long left = MOST_BYTES;

    LimitedBody(InputStream body) {
        super(body);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        left -= Math.max(0, count);
        if (left < 0) {
            throw new DockException(
                    Problem.TOO_LARGE,
                    "The commit has more than " + MOST_BYTES + " bytes. Make several commits of it.");
        }
        return count;
    }
}
