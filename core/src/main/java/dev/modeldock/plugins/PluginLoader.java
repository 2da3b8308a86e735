package dev.modeldock.plugins;

import dev.modeldock.spi.ModelSourceFactory;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Loads one plug-in's classes from its own jars. Its parent is the platform's loader, so it sees nothing of the dock but
 * the SPI, which always comes from the dock, even where the plug-in's jar holds a copy by mistake.
 */
final class PluginLoader extends URLClassLoader {
    private static final String SPI = ModelSourceFactory.class.getPackageName() + ".";
    private static final ClassLoader DOCK = ModelSourceFactory.class.getClassLoader();

    static {
        registerAsParallelCapable();
    }

    PluginLoader(String name, URL[] jars) {
        super("plugin " + name, jars, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        return name.startsWith(SPI) ? DOCK.loadClass(name) : super.findClass(name);
    }
}
