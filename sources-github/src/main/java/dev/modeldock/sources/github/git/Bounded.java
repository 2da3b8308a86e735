package dev.modeldock.sources.github.git;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends with an exception after so many bytes. */
final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream stream, long most) {
        super(stream);
        left = most;
    }

    @Override
    public int read() throws IOException {
        return counted(super.read(), 1);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        return counted(read, read);
    }

    private int counted(int result, int bytes) throws IOException {
        left -= result < 0 ? 0 : bytes;
        if (left < 0) {
            throw new IOException("The answer is longer than any that is expected");
        }
        return result;
    }
}
