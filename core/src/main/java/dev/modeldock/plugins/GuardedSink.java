package dev.modeldock.plugins;

import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.RemoteContent;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
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
        asHost(() -> sink.pull(asked, (file, offset) -> open(opener, file, offset)));
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

    private RemoteContent open(Opener opener, RemoteFile file, long offset)
            throws SourceException, IOException, InterruptedException {
        RemoteContent content = guard.call(() -> opener.open(file, offset));
        if (content == null || content.stream() == null) {
            throw guard.broken("opened '" + file.path() + "' and gave no bytes for it.", null);
        }
        if (content.offset() != offset && content.offset() != 0) {
            content.stream().close();
            throw guard.broken(
                    "was asked for '" + file.path() + "' from byte " + offset + " on and began at byte "
                            + content.offset() + "; it has to begin there or at 0.",
                    null);
        }
        return new RemoteContent(new GuardedStream(content.stream(), guard), content.offset());
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
