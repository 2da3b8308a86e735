package dev.modeldock.plugins;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.ModelSourceFactory;
import dev.modeldock.spi.Settings;
import dev.modeldock.spi.SourceContext;
import dev.modeldock.spi.SourceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sources, opened with the operator's settings and each behind a guard. Safe to use from many threads. */
public final class Sources implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    private final Map<String, SourceInfo> infos = new LinkedHashMap<>();
    private final Map<String, ModelSource> opened = new LinkedHashMap<>();

    private Sources() {}

    /**
     * Open every source that was found. One that does not open is listed with its reason.
     *
     * @param settings by key {@code source.<id>.<name>}; keys that do not begin with {@code source.} are not looked at
     * @param lending makes what is lent to a source with these settings
     * @throws DockException {@code VALIDATION_ERROR} when a key names no source or no setting of it
     */
    public static Sources open(
            Plugins plugins, Map<String, String> settings, Function<Settings, SourceContext> lending) {
        SourceSettings values = SourceSettings.of(plugins.all(), settings);
        Sources sources = new Sources();
        for (Plugin plugin : plugins.found()) {
            SourceInfo info = plugin.info();
            // A broken plug-in may carry the name of a good source: the good one keeps the place.
            if (plugin.factory().isEmpty()) {
                sources.infos.putIfAbsent(info.id(), info);
            } else {
                Settings own = values.of(info);
                sources.add(info, plugin.factory().get(), own, lending.apply(own));
            }
        }
        return sources;
    }

    private void add(SourceInfo info, ModelSourceFactory factory, Settings settings, SourceContext context) {
        PluginGuard guard = new PluginGuard(info.id(), factory.getClass().getClassLoader());
        try {
            ModelSource source = guard.callWithoutIo(() -> factory.open(settings, context));
            if (source == null) {
                throw guard.broken("opened as nothing.", null);
            }
            opened.put(info.id(), new GuardedSource(source, guard));
            LOG.info("The source {} (version {}) from {} is open", info.id(), info.version(), info.location());
            infos.put(info.id(), info);
        } catch (SourceException refused) {
            LOG.error("The source {} does not open: {}", info.id(), refused.getMessage(), refused);
            infos.put(info.id(), info.failedLater(Faults.sentence(refused.getMessage())));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            infos.put(info.id(), info.failedLater("It was stopped while it opened."));
        }
    }

    /** All of them in the order in which they were found, usable or not. */
    public List<SourceInfo> all() {
        return List.copyOf(infos.values());
    }

    /** What is known of one source, usable or not. */
    public Optional<SourceInfo> info(String id) {
        return Optional.ofNullable(infos.get(id));
    }

    /**
     * The source, guarded: what it throws is what {@link ModelSource} declares, or the host's own exception unchanged.
     *
     * @throws DockException {@code NOT_FOUND} when there is none of that id, {@code CONFLICT} when it is broken
     */
    public ModelSource source(String id) {
        ModelSource source = opened.get(id);
        if (source != null) {
            return source;
        }
        SourceInfo info = infos.get(id);
        if (info == null) {
            throw new DockException(
                    Problem.NOT_FOUND,
                    "There is no source '" + Faults.shown(id) + "'; there are: " + String.join(", ", infos.keySet())
                            + ".",
                    Map.of("sources", List.copyOf(infos.keySet())));
        }
        throw new DockException(
                Problem.CONFLICT,
                "The source '" + id + "' cannot be used: " + info.reason()
                        + " The operator has to put that right and start again.",
                Map.of("source", id));
    }

    /** Close all of them; one that fails to close does not keep the others open. */
    @Override
    public void close() {
        opened.values().forEach(ModelSource::close);
    }
}
