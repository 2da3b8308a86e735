package dev.modeldock.plugins;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.files.ArchiveLimits;
import dev.modeldock.network.Network;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.RecordingSink;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    private static final Request EMPTY = new Request(Map.of(), Map.of());
    private static final Snapshot SNAPSHOT =
            new Snapshot("n", "", "", Snapshot.Layout.MODEL, List.of(RemoteFile.of("a", 5)), Map.of());

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private Sources sources(Map<String, String> settings) {
        Plugins plugins = Plugins.discover(directory.resolve("plugins"));
        open.add(plugins);
        Network network = Network.open(NetworkConfig.DIRECT, "modeldock/test");
        Sources sources = Sources.open(
                plugins, settings, own -> new LentContext("modeldock/test", ArchiveLimits.DEFAULT, network.http(own)));
        open.add(0, sources);
        return sources;
    }

    private void plugin(String id, String members) throws IOException {
        PluginJar.of(directory, id + ".Factory", id, members)
                .at(directory.resolve("plugins/" + id + "/" + id + ".jar"));
    }

    /** A plug-in whose source does this when it fetches. */
    private ModelSource fetching(String body) throws IOException {
        plugin(
                "one",
                "public ModelSource open(Settings s, SourceContext c) { return new Source() {"
                        + " @Override public void fetch(Snapshot s, FileSink sink) { try { " + body
                        + " } catch (SourceException | java.io.IOException | InterruptedException e) {"
                        + " throw new IllegalStateException(e); } } }; }\n");
        return sources(Map.of()).source("one");
    }

    private static final String SETTINGS = "public List<Setting> settings() { return List.of("
            + "new Setting(\"token\", \"A token\", \"\", true), new Setting(\"host\", \"A host\", \"example.org\", false)); }\n";

    @Test
    void settingsReachTheSourceWithDefaults() throws Exception {
        plugin(
                "one",
                SETTINGS + "public ModelSource open(Settings s, SourceContext c) throws SourceException {"
                        + " throw new SourceException(SourceException.Reason.REFUSED, s.get(\"token\") + \" \" + s.get(\"host\")); }\n");
        SourceInfo info = sources(Map.of("source.one.token", "t", "server.port", "1"))
                .info("one")
                .orElseThrow();
        assertEquals("t example.org.", info.reason());
    }

    @Test
    void anUnknownSettingStopsAndNamesTheNearest() throws Exception {
        plugin("one", SETTINGS);
        DockException stop =
                assertThrows(DockException.class, () -> sources(Map.of("source.one.tokken", "secret-value")));
        assertEquals(Problem.VALIDATION_ERROR, stop.problem());
        assertTrue(stop.getMessage().contains("nearest is 'source.one.token'"), stop.getMessage());
        assertFalse(stop.getMessage().contains("secret-value"), stop.getMessage());
        assertThrows(DockException.class, () -> sources(Map.of("source.two.token", "x")));
    }

    @Test
    void settingsOfABrokenPluginDoNotStopTheStart() throws Exception {
        plugin("one", SETTINGS);
        Files.createDirectories(directory.resolve("plugins/two"));
        assertEquals(2, sources(Map.of("source.two.token", "x")).all().size());
        assertThrows(DockException.class, () -> sources(Map.of("source.one.tokken", "x")));
    }

    @Test
    void anUnknownSourceIsNotFoundAndTheKnownAreNamed() throws Exception {
        plugin("one", "");
        DockException no =
                assertThrows(DockException.class, () -> sources(Map.of()).source("two"));
        assertEquals(Problem.NOT_FOUND, no.problem());
        assertTrue(no.getMessage().contains("'two'; there are: one"), no.getMessage());
    }

    @Test
    void aSourceThatDoesNotOpenIsListedAndAnswersWithItsReason() throws Exception {
        plugin(
                "one",
                "public ModelSource open(Settings s, SourceContext c) throws SourceException {"
                        + " throw new SourceException(SourceException.Reason.REFUSED, \"The colour is no number\"); }\n");
        plugin(
                "two",
                "public ModelSource open(Settings s, SourceContext c) { throw new RuntimeException(\"pass=word\"); }\n");
        plugin("three", "public ModelSource open(Settings s, SourceContext c) { return null; }\n");
        plugin("four", "");
        Sources sources = sources(Map.of());
        DockException no = assertThrows(DockException.class, () -> sources.source("one"));
        assertEquals(Problem.CONFLICT, no.problem());
        assertTrue(no.getMessage().contains("The colour is no number."), no.getMessage());
        String two = sources.info("two").orElseThrow().reason();
        assertTrue(two.contains("RuntimeException") && !two.contains("pass=word"), two);
        assertEquals(
                SourceInfo.State.FAILED, sources.info("three").orElseThrow().state());
        assertEquals("n", sources.source("four").resolve(EMPTY).name());
    }

    @Test
    void whatAPluginThrowsBeyondItsContractBlamesIt() throws Exception {
        ModelSource source = fetching("if (true) throw new NoClassDefFoundError(\"gone/Class\");"
                + " sink.link(\"a\", \"b\"); Thread.sleep(1);");
        SourceException broken = assertThrows(SourceException.class, () -> source.fetch(SNAPSHOT, sink()));
        assertEquals(SourceException.Reason.BROKEN, broken.reason());
        assertTrue(broken.getMessage().contains("'one'"), broken.getMessage());
        assertTrue(broken.getMessage().contains("NoClassDefFoundError"), broken.getMessage());
    }

    @Test
    void theHostsOwnExceptionComesBackUnchanged() throws Exception {
        ModelSource source = fetching("try { sink.push(\"a\", 5, new java.io.ByteArrayInputStream(new byte[5])); }"
                + " catch (RuntimeException e) { throw new RuntimeException(\"wrapped\", e); }");
        DockException full = new DockException(Problem.INSUFFICIENT_STORAGE, "The disk is full.");
        RecordingSink failing = new RecordingSink(directory.resolve("sink")) {
            @Override
            public void push(String path, long size, InputStream content) {
                throw full;
            }
        };
        assertSame(full, assertThrows(DockException.class, () -> source.fetch(SNAPSHOT, failing)));
    }

    @Test
    void theHostRunsWithItsOwnLoaderAndTheOpenerWithThePlugins() throws Exception {
        ModelSource source = fetching("sink.pull(s.files(), (file, offset) -> new RemoteContent("
                + "new java.io.ByteArrayInputStream(Thread.currentThread().getContextClassLoader().getName()"
                + ".substring(7, 10).concat(\"..\").getBytes()), 0));");
        List<ClassLoader> seen = new ArrayList<>();
        RecordingSink sink = new RecordingSink(directory.resolve("sink")) {
            @Override
            public void pull(java.util.Collection<RemoteFile> files, Opener opener)
                    throws SourceException, IOException, InterruptedException {
                seen.add(Thread.currentThread().getContextClassLoader());
                super.pull(files, opener);
            }
        };
        source.fetch(SNAPSHOT, sink);
        assertEquals(List.of(Sources.class.getClassLoader()), seen);
        assertArrayEquals("one..".getBytes(StandardCharsets.UTF_8), sink.bytes().get("a"));
    }

    @Test
    void anOpenerThatBeginsElsewhereIsBlamed() throws Exception {
        ModelSource source = fetching("sink.pull(s.files(), (file, offset) -> new RemoteContent("
                + "new java.io.ByteArrayInputStream(new byte[2]), 3));");
        SourceException blamed = assertThrows(SourceException.class, () -> source.fetch(SNAPSHOT, sink()));
        assertEquals(SourceException.Reason.BROKEN, blamed.reason());
        assertTrue(
                blamed.getCause().getMessage().contains("began at byte 3"),
                blamed.getCause().getMessage());
    }

    private RecordingSink sink() {
        return new RecordingSink(directory.resolve("sink"));
    }
}
