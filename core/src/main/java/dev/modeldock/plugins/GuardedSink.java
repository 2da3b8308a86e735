package dev.modeldock.plugins;

import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * The host's sink as a plug-in holds it. Calls out to the host run with the host's class loader, calls back into the
 * plug-in (an opener, a stream) with the plug-in's, on whichever thread they come.
 */
final class GuardedSink implements FileSink {
    private final FileSink sink;
    private final PluginGuard guard;
    private final ClassLoader host = getClass().getClassLoader();

    GuardedSink(FileSink sink, PluginGuard guard) {
        this.sink = sink;
        this.guard = guard;
    }

    @Override
    public boolean wanted(RemoteFile file) {
        ClassLoader before = PluginGuard.enter(host);
        try {
            return sink.wanted(file);
        } catch (RuntimeException failure) {
            throw new PluginGuard.HostFailure(failure);
        } finally {
            PluginGuard.enter(before);
        }
    }

    @Override
    public void pull(Collection<RemoteFile> files, Opener opener)
            throws SourceException, IOException, InterruptedException {
        List<RemoteFile> asked = List.copyOf(files);
        asHost(() -> sink.pull(asked, new GuardedOpener(opener, guard)));
    }

    @Override
    public void push(String path, long size, InputStream content)
            throws SourceException, IOException, InterruptedException {
        asHost(() -> sink.push(path, size, new GuardedStream(content, guard)));
    }

    @Override
    public void link(String path, String target) throws SourceException, IOException {
        ClassLoader before = PluginGuard.enter(host);
        try {
            sink.link(path, target);
        } catch (RuntimeException failure) {
            throw new PluginGuard.HostFailure(failure);
        } finally {
            PluginGuard.enter(before);
        }
    }

    @Override
    public Request request() {
        return sink.request();
    }

    @Override
    public void note(String sentence) {
        sink.note(Faults.sentence(sentence));
    }

    @Override
    public Path scratch() throws IOException {
        return sink.scratch();
    }

    @Override
    public InputStream metered(InputStream content) {
        return sink.metered(new GuardedStream(content, guard));
    }

    /** A call out to the host. */
    @FunctionalInterface
    private interface HostCall {
        void run() throws SourceException, IOException, InterruptedException;
    }

    private void asHost(HostCall call) throws SourceException, IOException, InterruptedException {
        ClassLoader before = PluginGuard.enter(host);
        try {
            call.run();
        } catch (RuntimeException failure) {
            throw new PluginGuard.HostFailure(failure);
        } finally {
            PluginGuard.enter(before);
        }
    }
}
