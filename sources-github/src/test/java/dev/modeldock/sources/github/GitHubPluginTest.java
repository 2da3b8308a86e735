package dev.modeldock.sources.github;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.modeldock.fakes.Content;
import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeGitHub;
import dev.modeldock.files.ArchiveLimits;
import dev.modeldock.network.Network;
import dev.modeldock.plugins.LentContext;
import dev.modeldock.plugins.Plugins;
import dev.modeldock.plugins.Requests;
import dev.modeldock.plugins.SourceInfo;
import dev.modeldock.plugins.Sources;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.RecordingSink;
import dev.modeldock.spi.Snapshot;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source as the dock meets it: found by its service file, opened by its settings, called through its guard. */
class GitHubPluginTest {
    @TempDir
    private Path work;

    @Test
    void isFoundAndBringsAModelIn() throws Exception {
        Git.assumeInstalled();
        try (FakeGitHub github = new FakeGitHub();
                Plugins plugins = Plugins.discover(null);
                Sources sources = open(plugins, github)) {
            FakeFiles files = FakeFiles.tiny("tiny-bert").file("README.md", Content.of("x".repeat(5000)));
            github.repository("acme", "tiny", files);
            SourceInfo info = sources.info("github").orElseThrow();
            assertEquals(SourceInfo.State.OK, info.state());
            ModelSource source = sources.source("github");
            source.check();
            Snapshot snapshot =
                    source.resolve(Requests.of(info.fields(), Map.of("owner", "acme", "repo_name", "tiny"), Map.of()));
            DockException stop = new DockException(Problem.CONFLICT, "The host says stop.");
            assertSame(stop, assertThrows(DockException.class, () -> source.fetch(snapshot, new StoppingSink(stop))));
            RecordingSink sink = new RecordingSink(work.resolve("sink"));
            source.fetch(snapshot, sink);
            assertEquals(files.entries().keySet(), sink.bytes().keySet());
        }
    }

    private static Sources open(Plugins plugins, FakeGitHub github) {
        Network network = Network.open(OpenGitHub.reaching(github.store()), "modeldock/test");
        Map<String, String> settings = Map.of(
                "source.github.api", github.api().toString(),
                "source.github.url", github.url().toString());
        return Sources.open(
                plugins, settings, own -> new LentContext("modeldock/test", ArchiveLimits.DEFAULT, network.http(own)));
    }

    /** A host that stops the import while git sends. */
    private final class StoppingSink extends RecordingSink {
        private final DockException stop;

        StoppingSink(DockException stop) {
            super(work.resolve("stopped"));
            this.stop = stop;
        }

        @Override
        public InputStream metered(InputStream content) {
            return new FilterInputStream(content) {
                @Override
                public int read(byte[] bytes, int offset, int length) {
                    throw stop;
                }
            };
        }
    }
}
