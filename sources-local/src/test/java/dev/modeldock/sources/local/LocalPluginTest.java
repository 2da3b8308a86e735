package dev.modeldock.sources.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.files.ArchiveLimits;
import dev.modeldock.network.Network;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.plugins.LentContext;
import dev.modeldock.plugins.Plugins;
import dev.modeldock.plugins.Requests;
import dev.modeldock.plugins.SourceInfo;
import dev.modeldock.plugins.Sources;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.RecordingSink;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.Snapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source as the dock meets it: found by its service file, opened by its settings, called through its guard. */
class LocalPluginTest {
    @TempDir
    private Path directory;

    private Plugins plugins;
    private Sources sources;

    @BeforeEach
    void open() {
        plugins = Plugins.discover(null);
        Network network = Network.open(NetworkConfig.DIRECT, "modeldock/test");
        sources = Sources.open(
                plugins,
                Map.of("source.local.roots", directory.toString()),
                own -> new LentContext("modeldock/test", ArchiveLimits.DEFAULT, network.http(own)));
    }

    @AfterEach
    void close() {
        sources.close();
        plugins.close();
    }

    private Request request(Path upload) {
        SourceInfo info = sources.info("local").orElseThrow();
        return Requests.of(info.fields(), Map.of("file", "upload.zip"), Map.of("file", upload));
    }

    @Test
    void isFoundAndBringsAModelIn() throws Exception {
        assertEquals(SourceInfo.State.OK, sources.info("local").orElseThrow().state());
        ModelSource local = sources.source("local");
        Path zip = new Packed().model("tiny-bert", "bert").zip(directory.resolve("a.zip"));
        RecordingSink sink = new RecordingSink(directory.resolve("sink"));
        Snapshot snapshot = local.resolve(request(zip));
        local.fetch(snapshot, sink);
        assertEquals(Packed.files("tiny-bert").keySet(), sink.bytes().keySet());
        Request path = new Request(Map.of("path", "a.zip"), Map.of());
        assertEquals(snapshot.files(), local.resolve(path).files());
    }

    /** The bytes are read by the host's sink, out of the host's archive, through the plug-in and back. */
    @Test
    void aBrokenArchiveIsTheArchivesFaultAndNotTheSources() throws Exception {
        Path zip = new Packed().model("tiny-bert", "bert").zip(directory.resolve("flipped.zip"));
        byte[] bytes = Files.readAllBytes(zip);
        int inside = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tokenizer.json") + 100;
        bytes[inside] ^= 0x55;
        Files.write(zip, bytes);
        ModelSource local = sources.source("local");
        Snapshot snapshot = local.resolve(request(zip));
        RecordingSink sink = new RecordingSink(directory.resolve("sink"));
        DockException broken = assertThrows(DockException.class, () -> local.fetch(snapshot, sink));
        assertEquals(Problem.INVALID_ARCHIVE, broken.problem());
        assertTrue(broken.getMessage().contains("tokenizer.json"), broken.getMessage());
    }
}
