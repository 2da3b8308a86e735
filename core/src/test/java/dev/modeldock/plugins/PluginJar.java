package dev.modeldock.plugins;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Builds plug-ins as their authors do: compiles sources against the dock and packs a jar. */
final class PluginJar {
    static final String SERVICE = "META-INF/services/dev.modeldock.spi.ModelSourceFactory";

    private final Map<String, byte[]> entries = new TreeMap<>();
    private final Path work;
    private String version = "";

    PluginJar(Path work) {
        this.work = work;
    }

    /** A factory with the given members besides those that all have; {@code body} may override what is there by its own. */
    static String factory(String type, String id, String members) {
        String packageName = type.substring(0, type.lastIndexOf('.'));
        String name = type.substring(type.lastIndexOf('.') + 1);
        return "package " + packageName + ";\n"
                + "import dev.modeldock.spi.*;\n"
                + "import java.util.*;\n"
                + "public class " + name + " implements ModelSourceFactory {\n"
                + "    public String id() { return \"" + id + "\"; }\n"
                + (members.contains("int spiVersion(") ? "" : "    public int spiVersion() { return Spi.VERSION; }\n")
                + (members.contains("fields()")
                        ? ""
                        : "    public List<Field> fields() { return List.of(Field.text(\"name\", \"A name\")); }\n")
                + (members.contains("open(")
                        ? ""
                        : "    public ModelSource open(Settings s, SourceContext c) { return new Source(); }\n")
                + members
                + "    static class Source implements ModelSource {\n"
                + "        public Snapshot resolve(Request r) throws SourceException {\n"
                + "            return new Snapshot(\"n\", \"\", \"\", Snapshot.Layout.MODEL,\n"
                + "                List.of(RemoteFile.of(\"a\", 1)), Map.of(\"said\", said(r)));\n"
                + "        }\n"
                + "        static String said(Request r) { return Thread.currentThread().getContextClassLoader().getName(); }\n"
                + "        public void fetch(Snapshot s, FileSink k) {}\n"
                + "    }\n"
                + "}\n";
    }

    /** Compile a class into it; sources of one call see each other. */
    PluginJar compiled(Map<String, String> sources) throws IOException {
        Path from = Files.createTempDirectory(work, "sources");
        Path to = Files.createTempDirectory(work, "classes");
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = from.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        compile(files, to);
        try (Stream<Path> classes = Files.walk(to)) {
            for (Path one : (Iterable<Path>) classes.filter(Files::isRegularFile)::iterator) {
                entries.put(to.relativize(one).toString().replace('\\', '/'), Files.readAllBytes(one));
            }
        }
        return this;
    }

    static void compile(List<Path> files, Path to) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-d",
                    to.toString(),
                    "-classpath",
                    System.getProperty("java.class.path"),
                    "-proc:none",
                    "--release",
                    "17");
            boolean good = compiler.getTask(
                            said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            if (!good) {
                throw new AssertionError(said.toString());
            }
        }
    }

    /** A jar of one factory with its service file. */
    static PluginJar of(Path work, String type, String id, String members) throws IOException {
        return new PluginJar(work)
                .compiled(Map.of(type, factory(type, id, members)))
                .service(type);
    }

    PluginJar service(String type) {
        return entry(SERVICE, (type + "\n").getBytes(StandardCharsets.UTF_8));
    }

    PluginJar entry(String name, byte[] bytes) {
        entries.put(name, bytes);
        return this;
    }

    PluginJar without(String name) {
        if (entries.remove(name) == null) {
            throw new AssertionError(name + " is not in " + entries.keySet());
        }
        return this;
    }

    /** Mark a class as compiled for the next Java after the one that runs this. */
    PluginJar ofLaterJava(String name) {
        byte[] bytes = entries.get(name);
        bytes[7] = (byte) (44 + Runtime.version().feature() + 1);
        return this;
    }

    PluginJar version(String told) {
        version = told;
        return this;
    }

    Path at(Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!version.isEmpty()) {
            manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        }
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                packed.putNextEntry(new JarEntry(entry.getKey()));
                packed.write(entry.getValue());
                packed.closeEntry();
            }
        }
        return jar;
    }
}
