package dev.modeldock.plugins;

import dev.modeldock.files.BlockStream;
import dev.modeldock.problems.DockException;
import java.io.IOException;
import java.io.InputStream;

/** A plug-in's stream: read with the plug-in's class loader, and failing only in the way that a stream may. */
final class GuardedStream extends BlockStream {
    private final InputStream stream;
    private final PluginGuard guard;

    GuardedStream(InputStream stream, PluginGuard guard) {
        this.stream = stream;
        this.guard = guard;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return (int) guarded(() -> stream.read(bytes, offset, length));
    }

    @Override
    public long skip(long count) throws IOException {
        return guarded(() -> stream.skip(count));
    }

    @Override
    public int available() throws IOException {
        return (int) guarded(stream::available);
    }

    @Override
    public void close() throws IOException {
        guarded(() -> {
            stream.close();
            return 0;
        });
    }

    /** A call into the stream. */
    @FunctionalInterface
    private interface StreamCall {
        long run() throws IOException;
    }

    private long guarded(StreamCall call) throws IOException {
        ClassLoader before = guard.enter();
        try {
            return call.run();
        } catch (DockException ofAnArchive) {
            // The host's own: an archive that it lent to the source turned out to be broken.
            throw ofAnArchive;
        } catch (RuntimeException | LinkageError thrown) {
            throw new IOException(
                    "The source '" + guard.id() + "' failed while its bytes were read ("
                            + thrown.getClass().getSimpleName() + ").",
                    thrown);
        } finally {
            PluginGuard.enter(before);
        }
    }
}
