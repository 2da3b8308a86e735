package dev.modeldock.plugins;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.ActionRunner;
import dev.modeldock.spi.ModelSourceFactory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the kinds of sources, and the runners of actions: those on the class path, and those in {@code <plug-in directory>/<name>/*.jar} (or a jar
 * right in the directory), each of these with a class loader of its own. Classes are kept apart by this, trust is not:
 * a plug-in may do what the dock may do.
 */
public final class Plugins implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    private final List<Plugin> found;
    private final List<FoundRunner> runners;
    private final List<PluginLoader> loaders;

    private Plugins(List<Plugin> found, List<FoundRunner> runners, List<PluginLoader> loaders) {
        this.found = List.copyOf(found);
        this.runners = List.copyOf(runners);
        this.loaders = loaders;
    }

    /**
     * Find them all. A broken one is listed with its reason; a directory that is not there holds none.
     *
     * @param directory may be null or missing: then there are no plug-ins but those on the class path
     * @throws DockException when two have one id, or the directory is there and cannot be read
     */
    public static Plugins discover(Path directory) {
        List<Plugin> found = new ArrayList<>(Discovery.onClassPath(ModelSourceFactory.class.getClassLoader()));
        List<FoundRunner> runners =
                new ArrayList<>(RunnerDiscovery.in(ModelSourceFactory.class.getClassLoader(), "the class path"));
        List<PluginLoader> loaders = new ArrayList<>();
        Plugins plugins = null;
        try {
            for (Path place : places(directory)) {
                found.addAll(Discovery.inJars(place, loaders, runners));
            }
            refuseTwins(found);
            refuseTwinRunners(runners);
            plugins = new Plugins(found, runners, loaders);
        } finally {
            if (plugins == null) {
                loaders.forEach(Plugins::close);
            }
        }
        return plugins;
    }

    /** What was found, usable or not. */
    public List<SourceInfo> all() {
        return found.stream().map(Plugin::info).toList();
    }

    /** The runners of actions that were found, usable or not. */
    public List<FoundRunner> runners() {
        return runners;
    }

    /** Those of them that can be used. */
    public List<ActionRunner> usableRunners() {
        return runners.stream().flatMap(each -> each.runner().stream()).toList();
    }

    List<Plugin> found() {
        return found;
    }

    private static List<Path> places(Path directory) {
        if (directory == null || !Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> Files.isDirectory(entry) || Jars.isJar(entry))
                    .filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new DockException(
                    Problem.SERVER_ERROR,
                    "The plug-in directory " + directory + " cannot be read; let the dock read it or name another one.",
                    unreadable);
        }
    }

    private static void refuseTwins(List<Plugin> found) {
        Map<String, SourceInfo> byId = new HashMap<>();
        for (Plugin plugin : found) {
            SourceInfo info = plugin.info();
            SourceInfo first = plugin.factory().isPresent() ? byId.putIfAbsent(info.id(), info) : null;
            if (first != null) {
                throw new DockException(
                        Problem.CONFLICT,
                        "Two sources have the id '" + info.id() + "': one is in " + first.location() + ", one in "
                                + info.location() + ". Remove one of the two and start again.");
            }
        }
    }

    private static void refuseTwinRunners(List<FoundRunner> runners) {
        Map<String, FoundRunner> byId = new HashMap<>();
        for (FoundRunner runner : runners) {
            FoundRunner first = runner.runner().isPresent() ? byId.putIfAbsent(runner.id(), runner) : null;
            if (first != null) {
                throw new DockException(
                        Problem.CONFLICT,
                        "Two runners of actions have the id '" + runner.id() + "': one is in " + first.location()
                                + ", one in " + runner.location() + ". Remove one of the two and start again.");
            }
        }
    }

    private static void close(Closeable loader) {
        try {
            loader.close();
        } catch (IOException left) {
            LOG.warn("The jars of a plug-in could not be closed", left);
        }
    }

    /** Let go of the jars. Close the sources first. */
    @Override
    public void close() {
        loaders.forEach(Plugins::close);
    }
}
