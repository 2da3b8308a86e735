package dev.modeldock.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.files.ArchiveLimits;
import dev.modeldock.network.Network;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.Spi;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real plug-ins, compiled and packed here, in a real directory. */
class PluginsTest {
    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private Path plugins() {
        return directory.resolve("plugins");
    }

    private PluginJar jar(String type, String id, String members) throws IOException {
        return PluginJar.of(directory, type, id, members);
    }

    private Plugins discover() {
        Plugins plugins = Plugins.discover(plugins());
        open.add(plugins);
        return plugins;
    }

    private Sources sources(Plugins plugins) {
        Network network = Network.open(NetworkConfig.DIRECT, "modeldock/test");
        Sources sources = Sources.open(
                plugins, Map.of(), own -> new LentContext("modeldock/test", ArchiveLimits.DEFAULT, network.http(own)));
        open.add(sources);
        return sources;
    }

    private static SourceInfo only(Plugins plugins) {
        assertEquals(1, plugins.all().size(), plugins.all().toString());
        return plugins.all().get(0);
    }

    private void assertBroken(String expected) {
        SourceInfo info = only(discover());
        assertEquals(SourceInfo.State.FAILED, info.state());
        assertTrue(info.reason().contains(expected), info.reason());
    }

    private static String said(Sources sources, String id) throws Exception {
        return sources.source(id)
                .resolve(new Request(Map.of(), Map.of()))
                .origin()
                .get("said");
    }

    @Test
    void noDirectoryMeansNoPlugins() {
        assertEquals(List.of(), Plugins.discover(null).all());
        assertEquals(List.of(), Plugins.discover(directory.resolve("not-there")).all());
    }

    @Test
    void aPluginIsFoundWithItsVersionAndItsJar() throws Exception {
        Path jar = jar("one.Factory", "one", "").version("1.2.3").at(plugins().resolve("one/one-1.2.3.jar"));
        SourceInfo info = only(discover());
        assertEquals("one", info.id());
        assertEquals(SourceInfo.State.OK, info.state(), info.reason());
        assertEquals("1.2.3", info.version());
        assertEquals(jar.toRealPath(), Path.of(info.location()).toRealPath());
        assertEquals("name", info.fields().get(0).name());
    }

    @Test
    void aJarRightInTheDirectoryIsAPluginToo() throws Exception {
        jar("one.Factory", "one", "").at(plugins().resolve("one.jar"));
        assertEquals(SourceInfo.State.OK, only(discover()).state());
    }

    @Test
    void aPluginSeesTheSpiAndNothingElseOfTheDock() throws Exception {
        String looks = """
                public List<Field> fields() { return List.of(); }
                public ModelSource open(Settings s, SourceContext c) {
                    for (String name : List.of("dev.modeldock.problems.DockException", "org.jdbi.v3.core.Jdbi",
                            "org.slf4j.Logger", "dev.modeldock.plugins.Plugins", "org.sqlite.JDBC")) {
                        try {
                            Class.forName(name);
                            throw new IllegalStateException(name);
                        } catch (ClassNotFoundException expected) {
                            continue;
                        }
                    }
                    return new Source();
                }
                """;
        jar("one.Factory", "one", looks).at(plugins().resolve("one/one.jar"));
        Sources sources = sources(discover());
        assertEquals(
                SourceInfo.State.OK,
                sources.info("one").orElseThrow().state(),
                sources.all().toString());
    }

    @Test
    void aPluginThatBringsItsOwnCopyOfTheSpiStillWorks() throws Exception {
        PluginJar jar = jar("one.Factory", "one", "");
        for (String name : List.of("ModelSourceFactory", "ModelSource", "Snapshot", "Spi", "Field", "Settings")) {
            String entry = "dev/modeldock/spi/" + name + ".class";
            try (InputStream copy = Spi.class.getResourceAsStream("/" + entry)) {
                jar.entry(entry, copy.readAllBytes());
            }
        }
        jar.at(plugins().resolve("one/one.jar"));
        assertEquals("plugin one", said(sources(discover()), "one"));
    }

    @Test
    void pluginsWithClashingClassesLiveBesideEachOther() throws Exception {
        for (String id : List.of("one", "two")) {
            String members = "public ModelSource open(Settings s, SourceContext c) { return new Source() {"
                    + " public Snapshot resolve(Request r) { return new Snapshot(\"n\", \"\", \"\","
                    + " Snapshot.Layout.MODEL, List.of(), Map.of(\"said\", lib.Word.WORD.toString())); } }; }\n";
            new PluginJar(directory)
                    .compiled(Map.of(
                            "same.Factory",
                            PluginJar.factory("same.Factory", id, members),
                            "lib.Word",
                            "package lib; public class Word {" + " public static final Object WORD = \"lib of " + id
                                    + "\"; }"))
                    .service("same.Factory")
                    .at(plugins().resolve(id + "/plugin.jar"));
        }
        Sources sources = sources(discover());
        assertEquals("lib of one", said(sources, "one"));
        assertEquals("lib of two", said(sources, "two"));
    }

    @Test
    void theThreadsLoaderIsThePluginsDuringACallAndTheOldOneAfter() throws Exception {
        jar("one.Factory", "one", "").at(plugins().resolve("one/one.jar"));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        assertEquals("plugin one", said(sources(discover()), "one"));
        assertEquals(before, Thread.currentThread().getContextClassLoader());
    }

    @Test
    void aDuplicateIdStopsWithBothJarsNamed() throws Exception {
        Path first = jar("one.Factory", "same", "").at(plugins().resolve("one/one.jar"));
        Path second = jar("two.Factory", "same", "").at(plugins().resolve("two/two.jar"));
        DockException stop = assertThrows(DockException.class, this::discover);
        assertEquals(Problem.CONFLICT, stop.problem());
        assertTrue(stop.getMessage().contains("'same'"), stop.getMessage());
        assertTrue(stop.getMessage().contains(first.toString()), stop.getMessage());
        assertTrue(stop.getMessage().contains(second.toString()), stop.getMessage());
    }

    @Test
    void aBrokenPluginDoesNotHideAGoodOne() throws Exception {
        Files.createDirectories(plugins().resolve("broken"));
        Files.writeString(plugins().resolve("broken/broken.jar"), "this is no jar");
        jar("one.Factory", "one", "").at(plugins().resolve("one/one.jar"));
        Plugins plugins = discover();
        assertEquals(
                List.of("broken", "one"),
                plugins.all().stream().map(SourceInfo::id).toList());
        assertTrue(plugins.all().get(0).reason().contains("broken.jar cannot be read as a jar"));
        assertEquals("plugin one", said(sources(plugins), "one"));
    }

    @Test
    void oneBadFactoryOfAJarDoesNotHideItsGoodOne() throws Exception {
        PluginJar jar = jar("one.Factory", "one", "");
        jar.entry(PluginJar.SERVICE, "no.such.Factory\none.Factory\n".getBytes());
        jar.at(plugins().resolve("one/one.jar"));
        List<SourceInfo> all = discover().all();
        assertEquals(
                List.of(SourceInfo.State.FAILED, SourceInfo.State.OK),
                all.stream().map(SourceInfo::state).toList());
        assertTrue(all.get(0).reason().contains("no.such.Factory"), all.get(0).reason());
    }

    @Test
    void anEmptyDirectoryIsTold() throws Exception {
        Files.createDirectories(plugins().resolve("empty"));
        assertBroken("no file that ends in .jar");
    }

    @Test
    void aJarWithoutAServiceFileIsTold() throws Exception {
        jar("one.Factory", "one", "").without(PluginJar.SERVICE).at(plugins().resolve("one/one.jar"));
        assertBroken("META-INF/services/dev.modeldock.spi.ModelSourceFactory");
    }

    @Test
    void aMissingClassIsTold() throws Exception {
        Map<String, String> sources = Map.of(
                "one.Factory",
                PluginJar.factory("one.Factory", "one", "").replace("class Factory", "class Factory extends one.Base"),
                "one.Base",
                "package one; public class Base {}");
        new PluginJar(directory)
                .compiled(sources)
                .service("one.Factory")
                .without("one/Base.class")
                .at(plugins().resolve("one/one.jar"));
        assertBroken("one.Base");
    }

    @Test
    void aThrowingConstructorIsTold() throws Exception {
        jar("one.Factory", "one", "public Factory() { throw new IllegalStateException(\"no licence\"); }\n")
                .at(plugins().resolve("one/one.jar"));
        assertBroken("no licence");
    }

    @Test
    void aThrowingStaticInitialiserIsTold() throws Exception {
        jar("one.Factory", "one", "static final int X = Integer.parseInt(\"x\");\n")
                .at(plugins().resolve("one/one.jar"));
        assertBroken("NumberFormatException");
    }

    @Test
    void anotherVersionOfTheInterfaceIsTold() throws Exception {
        jar("one.Factory", "one", "public int spiVersion() { return 99; }\n")
                .at(plugins().resolve("one/one.jar"));
        assertBroken("version 99 of the plug-in interface and this dock has version " + Spi.VERSION);
    }

    @Test
    void aClassFileOfALaterJavaIsTold() throws Exception {
        PluginJar jar = jar("one.Factory", "one", "");
        jar.ofLaterJava("one/Factory.class").at(plugins().resolve("one/one.jar"));
        assertBroken("UnsupportedClassVersionError");
    }

    @Test
    void badIdsFieldsAndSettingsAreTold() throws Exception {
        Map<String, String> bad = Map.of(
                "public List<Field> fields() { return null; }\n", "list of fields",
                "public List<Field> fields() { return List.of(Field.text(\"Bad Name\", \"\")); }\n", "'Bad Name'",
                "public List<Field> fields() { return List.of(Field.text(\"a\", \"\"), Field.flag(\"a\", \"\")); }\n",
                        "two fields named 'a'",
                "public List<Field> fields() { return List.of(Field.flag(\"a\", \"\").withDefault(\"maybe\")); }\n",
                        "'maybe'",
                "public List<Setting> settings() { return List.of(new Setting(\"a.b\", \"\", \"\", false)); }\n",
                        "'a.b'",
                "public List<Field> fields() { throw new RuntimeException(\"not now\"); }\n", "not now");
        for (Map.Entry<String, String> one : bad.entrySet()) {
            jar("one.Factory", "one", one.getKey()).at(plugins().resolve("one/one.jar"));
            assertBroken(one.getValue());
        }
        jar("one.Factory", "Bad Id", "").at(plugins().resolve("one/one.jar"));
        assertBroken("'Bad Id'");
    }

    @Test
    void hiddenEntriesAndOtherFilesAreNoPlugins() throws Exception {
        Files.createDirectories(plugins().resolve(".trash"));
        Files.writeString(plugins().resolve("README.txt"), "put plug-ins here");
        assertFalse(discover().all().stream().anyMatch(info -> true));
    }
}
