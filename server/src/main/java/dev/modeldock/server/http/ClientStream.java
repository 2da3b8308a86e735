package dev.modeldock.server.http;

import java.io.IOException;
import java.io.OutputStream;

/** The way to the client. Remembers whether it was the client who failed, or whoever wrote to it. */
final class ClientStream extends OutputStream {
    private final OutputStream out;
    private boolean failed;

    ClientStream(OutputStream out) {
        this.out = out;
    }

    boolean hasFailed() {
        return failed;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        try {
            out.write(bytes, offset, count);
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }
}
