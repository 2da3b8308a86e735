package dev.modeldock.server.http;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.eclipse.jetty.ee10.servlet.HttpOutput;

/** The way to the client. Remembers whether it was the client who failed, or whoever wrote to it. */
final class ClientStream extends OutputStream implements WritableByteChannel {
    private final OutputStream out;
    private boolean failed;
    private boolean closed;

    ClientStream(ServletOutputStream out) {
        this.out = out;
    }

    boolean hasFailed() {
        return failed;
    }

    private interface Step {
        void run() throws IOException;
    }

    private void tell(Step step) throws IOException {
        try {
            step.run();
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        tell(() -> out.write(bytes, offset, count));
    }

    /** All of the bytes; those outside of the heap are not copied. */
    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        tell(() -> ((HttpOutput) out).write(bytes));
        return count;
    }

    @Override
    public void flush() throws IOException {
        tell(out::flush);
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() throws IOException {
        closed = true;
    }
}
