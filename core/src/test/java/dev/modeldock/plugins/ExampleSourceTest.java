package dev.modeldock.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example of a plug-in is small, compiles, needs nothing of the dock but the SPI, and loads. What it does is tested by
 * its own contract test, and with a real Maven and a running dock by {@code SourceExampleIT} in the server.
 */
class ExampleSourceTest {
    private static final Path EXAMPLE = Path.of("examples/source-url/src/main");
    private static final String TYPE = "org.example.dock.UrlSourceFactory";

    @TempDir
    private Path directory;

    @Test
    void isSmallAndImportsTheSpiAndTheJdkOnly() throws Exception {
        List<String> lines = Files.readAllLines(EXAMPLE.resolve("java/" + TYPE.replace('.', '/') + ".java"));
        assertTrue(lines.size() < 120, lines.size() + " lines");
        assertEquals(
                List.of(),
                lines.stream()
                        .filter(line -> line.startsWith("import "))
                        .filter(line -> !line.matches("import (dev\\.modeldock\\.spi|java)\\..*"))
                        .toList());
    }

    @Test
    void compilesAndLoadsWhereOnlyTheSpiIsLent() throws Exception {
        String source = Files.readString(EXAMPLE.resolve("java/" + TYPE.replace('.', '/') + ".java"));
        Path plugins = directory.resolve("plugins");
        new PluginJar(directory)
                .compiled(Map.of(TYPE, source))
                .entry(PluginJar.SERVICE, Files.readAllBytes(EXAMPLE.resolve("resources/" + PluginJar.SERVICE)))
                .version("1.0.0")
                .at(plugins.resolve("url/source-url.jar"));
        try (Plugins found = Plugins.discover(plugins)) {
            SourceInfo info = found.all().get(0);
            assertEquals("url", info.id(), info.reason());
            assertEquals(SourceInfo.State.OK, info.state(), info.reason());
            assertEquals(3, info.fields().size());
        }
    }
}
