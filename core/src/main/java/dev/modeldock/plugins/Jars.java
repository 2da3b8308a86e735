package dev.modeldock.plugins;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Jar files: which there are, whether they can be read, and what their manifests say. */
final class Jars {
    private Jars() {}

    /** The jars of one plug-in in the order of their names: those of a directory, or the one file. */
    static List<Path> of(Path plugin) throws IOException {
        if (!Files.isDirectory(plugin)) {
            return List.of(plugin);
        }
        try (Stream<Path> files = Files.list(plugin)) {
            return files.filter(Jars::isJar).sorted().toList();
        }
    }

    static boolean isJar(Path file) {
        return file.getFileName().toString().endsWith(".jar") && !Files.isDirectory(file);
    }

    static URL[] urls(List<Path> jars) throws MalformedURLException {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        return urls;
    }

    /** Open each jar once: a class loader would pass over a broken one in silence. */
    static void checkReadable(List<Path> jars) throws BrokenPluginException {
        for (Path jar : jars) {
            try (JarFile opened = new JarFile(jar.toFile())) {
                opened.getManifest();
            } catch (IOException | RuntimeException broken) {
                throw new BrokenPluginException(
                        "The file " + jar.getFileName() + " cannot be read as a jar; put a whole copy in its place.",
                        broken);
            }
        }
    }

    /** Where the class was loaded from. */
    static String location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return "";
        }
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException | RuntimeException notAFile) {
            return source.getLocation().toString();
        }
    }

    /** The {@code Implementation-Version} of the jar at a location, or empty. */
    static String version(String location) {
        if (!location.endsWith(".jar")) {
            return "";
        }
        try (JarFile jar = new JarFile(location)) {
            Manifest manifest = jar.getManifest();
            String version = manifest == null
                    ? null
                    : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            return version == null ? "" : version;
        } catch (IOException noVersionThen) {
            return "";
        }
    }
}
