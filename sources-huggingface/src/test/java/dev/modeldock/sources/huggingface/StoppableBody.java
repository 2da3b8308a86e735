package dev.modeldock.sources.huggingface;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A body whose reading ends when its thread is interrupted: another thread does the waiting. */
final class StoppableBody extends InputStream {
    private final InputStream body;

    StoppableBody(InputStream body) {
        this.body = body;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        FutureTask<Integer> reading = new FutureTask<>(() -> body.read(buffer, offset, length));
        Thread thread = new Thread(reading, "body");
        thread.setDaemon(true);
        thread.start();
        try {
            return reading.get();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Stopped");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
