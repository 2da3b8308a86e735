package dev.modeldock.files;

import java.io.IOException;
import java.io.InputStream;

/** A source that breaks, as disks and waiting threads do. */
final class FailingStream extends InputStream {
    private final Exception failure;

    FailingStream(Exception failure) {
        this.failure = failure;
    }

    @Override
    public int read() throws IOException {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        throw (IOException) failure;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return read();
    }
}
