package dev.modeldock.plugins;

import dev.modeldock.spi.ActionRunner;
import dev.modeldock.spi.ModelSourceFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns service files into plug-ins; whatever goes wrong on the way becomes the plug-in's reason. */
final class Discovery {
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
    private static final String SERVICE_FILE = "META-INF/services/" + ModelSourceFactory.class.getName();
    private static final String RUNNER_FILE = "META-INF/services/" + ActionRunner.class.getName();
    /** Bounds a service file that never stops failing. */
    private static final int MOST = 256;

    private final ClassLoader loader;
    private final String name;
    private final String place;
    private final List<Plugin> found = new ArrayList<>();

    private Discovery(ClassLoader loader, String name, String place) {
        this.loader = loader;
        this.name = name;
        this.place = place;
    }

    static List<Plugin> onClassPath(ClassLoader loader) {
        return new Discovery(loader, "class-path", "the class path").run();
    }

    /** Find the plug-ins of one directory or jar; a loader that was made for it is added to {@code loaders}, its runners of
     * actions to {@code runners}. */
    static List<Plugin> inJars(Path plugin, List<PluginLoader> loaders, List<FoundRunner> runners) {
        String name = plugin.getFileName().toString();
        try {
            List<Path> jars = Jars.of(plugin);
            if (jars.isEmpty()) {
                throw new BrokenPluginException("Its directory holds no file that ends in .jar; put its jars there.");
            }
            Jars.checkReadable(jars);
            PluginLoader loader = new PluginLoader(name, Jars.urls(jars));
            loaders.add(loader);
            List<Plugin> found = new Discovery(loader, name, plugin.toString()).run();
            List<FoundRunner> alsoFound = RunnerDiscovery.in(loader, plugin.toString());
            runners.addAll(alsoFound);
            if (found.isEmpty() && alsoFound.isEmpty()) {
                throw new BrokenPluginException("None of its jars has the file " + SERVICE_FILE
                        + " that names its factory, or " + RUNNER_FILE + "; build it with that file.");
            }
            return found;
        } catch (BrokenPluginException | IOException broken) {
            String reason = broken instanceof IOException ? "Its directory cannot be read." : broken.getMessage();
            LOG.error("The plug-in {} in {} cannot be used: {}", name, plugin, reason, broken);
            return List.of(Plugin.failed(name, reason, plugin.toString(), ""));
        }
    }

    private List<Plugin> run() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Iterator<ModelSourceFactory> factories =
                    ServiceLoader.load(ModelSourceFactory.class, loader).iterator();
            boolean more = true;
            for (int i = 0; more && i < MOST; i++) {
                more = takeNext(factories);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
        return found;
    }

    /** Take one factory or its failure; the iterator goes on behind a provider that failed. */
    private boolean takeNext(Iterator<ModelSourceFactory> factories) {
        try {
            if (!factories.hasNext()) {
                return false;
            }
            take(factories.next());
        } catch (ServiceConfigurationError | LinkageError | RuntimeException broken) {
            fail(name, place, "It cannot be loaded: " + Faults.told(broken) + ".", broken);
        }
        return true;
    }

    private void take(ModelSourceFactory factory) {
        String location = Jars.location(factory.getClass());
        try {
            Declarations told = Declarations.of(factory);
            SourceInfo info = new SourceInfo(
                    told.id(),
                    SourceInfo.State.OK,
                    "",
                    location,
                    Jars.version(location),
                    told.settings(),
                    told.fields());
            found.add(new Plugin(info, Optional.of(factory)));
            LOG.debug("Found the source {} (version {}) in {}", info.id(), info.version(), location);
        } catch (BrokenPluginException broken) {
            fail(name, location, broken.getMessage(), broken);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError broken) {
            fail(name, location, "It fails when it is asked what it is: " + Faults.told(broken) + ".", broken);
        }
    }

    private void fail(String id, String location, String reason, Throwable cause) {
        LOG.error("The plug-in {} in {} cannot be used: {}", id, location, reason, cause);
        found.add(Plugin.failed(id, reason, location, Jars.version(location)));
    }
}
