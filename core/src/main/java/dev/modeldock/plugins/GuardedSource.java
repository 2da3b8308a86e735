package dev.modeldock.plugins;

import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plug-in's source behind its {@link PluginGuard}. */
final class GuardedSource implements ModelSource {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedSource.class);

    private final ModelSource source;
    private final PluginGuard guard;

    GuardedSource(ModelSource source, PluginGuard guard) {
        this.source = source;
        this.guard = guard;
    }

    @Override
    public Snapshot resolve(Request request) throws SourceException, IOException, InterruptedException {
        return guard.call(() -> source.resolve(request));
    }

    @Override
    public void fetch(Snapshot snapshot, FileSink sink) throws SourceException, IOException, InterruptedException {
        FileSink guarded = new GuardedSink(sink, guard);
        guard.call(() -> {
            source.fetch(snapshot, guarded);
            return null;
        });
    }

    @Override
    public void check() throws SourceException, InterruptedException {
        guard.callWithoutIo(() -> {
            source.check();
            return null;
        });
    }

    @Override
    public void close() {
        try {
            guard.callWithoutIo(() -> {
                source.close();
                return null;
            });
        } catch (SourceException broken) {
            LOG.warn("The source {} could not be closed well", guard.id(), broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
