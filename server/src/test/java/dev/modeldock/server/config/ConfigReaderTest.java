package dev.modeldock.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.network.NetworkConfig;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
    private static final List<ConfigKey> SOURCES = List.of(
            ConfigKey.ofSource("huggingface", new Setting("token", "a token", "", true)),
            ConfigKey.ofSource("huggingface", new Setting("endpoint", "where", "https://hub.example", false)));

    @TempDir
    Path data;

    @Test
    void whatIsSetNowhereHasItsDefault() {
        Config config = read(Map.of(), List.of(), Map.of());

        assertEquals("127.0.0.1", config.text("host"));
        assertEquals(8080, config.number("port"));
        assertEquals(data, config.path("data"));
        assertEquals(Duration.ofHours(24), config.duration("session.expiry"));
        assertEquals(256L << 20, config.bytes("storage.minFreeBytes"));
        assertEquals("https://hub.example", config.sources().get("source.huggingface.endpoint"));
        assertEquals("", config.sources().get("source.huggingface.token"));
    }

    @Test
    void flagsComeBeforeEnvironmentBeforeFileBeforeDefault() throws IOException {
        file("port=1001\nsession.maxChunks = 11\njobs.importWorkers=3\nlog.level=warn\n");
        Map<String, String> environment =
                Map.of("MODELDOCK_PORT", "1002", "MODELDOCK_SESSION_MAXCHUNKS", "12", "MODELDOCK_LOG_LEVEL", "debug");

        Config config = read(Map.of("port", "1003"), List.of("log.level=error", "log.level=trace"), environment);

        assertEquals(1003, config.number("port"));
        assertEquals("trace", config.text("log.level"));
        assertEquals(12, config.number("session.maxChunks"));
        assertEquals(3, config.number("jobs.importWorkers"));
    }

    @Test
    void theEnvironmentTakesBothSpellingsOfCamelCase() {
        for (String variable : List.of("MODELDOCK_SERVER_PUBLICURL", "MODELDOCK_SERVER_PUBLIC_URL")) {
            Config config = read(Map.of(), List.of(), Map.of(variable, "https://a.example/"));
            assertEquals("https://a.example", config.text("server.publicUrl"));
        }
    }

    @Test
    void sourceSettingsComeThroughEveryDoorAndStaySecret() throws IOException {
        Map<String, String> environment = Map.of("MODELDOCK_SOURCE_HUGGINGFACE_TOKEN", "hf_secret");
        Config config = read(Map.of(), List.of(), environment);
        assertEquals("hf_secret", config.sources().get("source.huggingface.token"));
        assertFalse(config.toString().contains("hf_secret"));

        file("source.huggingface.token=from-file\n");
        assertEquals("from-file", read(Map.of(), List.of(), Map.of()).sources().get("source.huggingface.token"));
        assertEquals(
                "a=b",
                read(Map.of(), List.of("source.huggingface.token=a=b"), environment)
                        .sources()
                        .get("source.huggingface.token"));
    }

    @Test
    void anUnknownKeyStopsTheStartAndNamesTheNearest() throws IOException {
        assertRefused(List.of("sesion.expiry=1h"), Map.of(), "sesion.expiry", "--set", "session.expiry");
        assertRefused(List.of(), Map.of("MODELDOCK_PROT", "1"), "MODELDOCK_PROT", "environment", "MODELDOCK_PORT");
        assertRefused(
                List.of("source.huggingface.tokne=x"),
                Map.of(),
                "source.huggingface.tokne",
                "source.huggingface.token");
        file("log.levle=info\n");
        assertRefused(List.of(), Map.of(), "log.levle", ConfigReader.FILE, "log.level");
    }

    @Test
    void aBadValueIsRefusedWithKeyPlaceFoundAndExpected() throws IOException {
        assertRefused(List.of("port=http"), Map.of(), "port", "--set", "\"http\"", "65535");
        assertRefused(
                List.of(),
                Map.of("MODELDOCK_SESSION_EXPIRY", "tomorrow"),
                "session.expiry",
                "MODELDOCK_SESSION_EXPIRY",
                "\"tomorrow\"",
                "24h");
        file("log.format=xml\n");
        assertRefused(List.of(), Map.of(), "log.format", ConfigReader.FILE, "\"xml\"", "text or json");
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        assertEquals(
                8080, read(Map.of(), List.of(), Map.of("MODELDOCK_PORT", "")).number("port"));
    }

    @Test
    void theFileCannotMoveTheDirectoryThatHoldsIt() throws IOException {
        file("data=/elsewhere\n");
        assertRefused(List.of(), Map.of(), "data", "MODELDOCK_DATA");
    }

    @Test
    void aFileThatIsNoTextIsRefusedByName() throws IOException {
        Files.write(data.resolve(ConfigReader.FILE), new byte[] {'a', '=', (byte) 0xc3, (byte) 0x28});
        assertRefused(List.of(), Map.of(), ConfigReader.FILE, "UTF-8");
    }

    @Test
    void aSetWithoutAnEqualsSignShowsNothingOfIt() {
        DockException refusal = assertThrows(DockException.class, () -> read(Map.of(), List.of("hf_secret"), Map.of()));
        assertTrue(refusal.getMessage().contains("--set key=value"));
        assertFalse(refusal.getMessage().contains("hf_secret"));
    }

    @Test
    void thePluginsDirectoryIsKnownBeforeTheSourcesAreAsked() throws IOException {
        file("plugins=/opt/plugins\n");
        Config config = new ConfigReader(new Given(Map.of("data", data.toString()), List.of(), Map.of()))
                .read(plugins -> {
                    assertEquals(Path.of("/opt/plugins"), plugins);
                    return List.of();
                });
        assertEquals(Path.of("/opt/plugins"), config.path("plugins"));
    }

    @Test
    void theNetworksSettingsComeBeforeTheUsualVariables() {
        Map<String, String> environment = Map.of(
                "HTTPS_PROXY", "http://user:hunter2@a:1", "NO_PROXY", "x.test", "MODELDOCK_NETWORK_NO_PROXY", "y.test");
        Config config = read(Map.of(), List.of("network.privateHosts=10.0.0.7, models.intern"), environment);
        NetworkConfig network = NetworkConfig.of(config::text, config.environment());
        assertEquals("http://user:hunter2@a:1", network.httpsProxy());
        assertEquals("", network.httpProxy());
        assertEquals("y.test", network.noProxy());
        assertEquals(Set.of("10.0.0.7", "models.intern"), network.privateHosts());
        assertFalse((config + " " + network).contains("hunter2"));
    }

    @Test
    void everyVariableBelongsToOneKeyOnly() {
        List<String> variables = ConfigKeys.all().stream()
                .flatMap(key -> key.variables().stream())
                .toList();
        assertEquals(variables.size(), variables.stream().distinct().count());
    }

    private Config read(Map<String, String> flags, List<String> sets, Map<String, String> environment) {
        Map<String, String> withData = new java.util.HashMap<>(flags);
        withData.put("data", data.toString());
        return new ConfigReader(new Given(withData, sets, environment)).read(plugins -> SOURCES);
    }

    private void assertRefused(List<String> sets, Map<String, String> environment, String... words) {
        DockException refusal = assertThrows(DockException.class, () -> read(Map.of(), sets, environment));
        assertEquals(Problem.VALIDATION_ERROR, refusal.problem());
        for (String word : words) {
            assertTrue(refusal.getMessage().contains(word), word + " is not in: " + refusal.getMessage());
        }
    }

    private void file(String lines) throws IOException {
        Files.writeString(data.resolve(ConfigReader.FILE), lines);
    }
}
