package dev.modeldock.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkConfigTest {
    @TempDir
    private Path directory;

    private static NetworkConfig config(Map<String, String> settings, Map<String, String> environment) {
        return NetworkConfig.of(key -> settings.getOrDefault(key, ""), environment);
    }

    private static String proxy(NetworkConfig config, String uri) {
        return new ProxyChoice(config)
                .of(URI.create(uri))
                .map(ProxyServer::toString)
                .orElse("direct");
    }

    @Test
    void nothingSetIsDirect() {
        assertEquals(NetworkConfig.DIRECT, config(Map.of(), Map.of()));
    }

    @Test
    void theEnvironmentGivesAProxyForEachScheme() {
        NetworkConfig config =
                config(Map.of(), Map.of("HTTP_PROXY", "http://a:1", "HTTPS_PROXY", "b:2", "ALL_PROXY", "c:3"));
        assertEquals("a:1", proxy(config, "http://x.test/"));
        assertEquals("b:2", proxy(config, "https://x.test/"));
        assertEquals("c:3", proxy(config(Map.of(), Map.of("all_proxy", "http://c:3/")), "https://x.test/"));
        assertEquals("c:80", proxy(config(Map.of(), Map.of("ALL_PROXY", "c")), "http://x.test/"));
    }

    @Test
    void lowerCaseWinsAndAnEmptyOneIsUnset() {
        Map<String, String> both = Map.of("http_proxy", "a:1", "HTTP_PROXY", "b:2");
        assertEquals("a:1", proxy(config(Map.of(), both), "http://x.test/"));
        Map<String, String> empty = Map.of("http_proxy", "", "HTTP_PROXY", "b:2");
        assertEquals("b:2", proxy(config(Map.of(), empty), "http://x.test/"));
    }

    @Test
    void settingsBeatTheEnvironment() {
        Map<String, String> environment =
                Map.of("HTTP_PROXY", "a:1", "NO_PROXY", "*", "SSL_CERT_FILE", "/etc/environment.pem");
        NetworkConfig config = config(
                Map.of("network.proxy", "b:2", "network.noProxy", "y.test", "network.caFile", "mine.pem"), environment);
        assertEquals("b:2", proxy(config, "http://x.test/"));
        assertEquals("b:2", proxy(config, "https://x.test/"));
        assertEquals("direct", proxy(config, "https://y.test/"));
        assertEquals(Optional.of(Path.of("mine.pem")), config.caFile());
        NetworkConfig none = config(Map.of("network.proxy", "none"), Map.of("HTTPS_PROXY", "a:1"));
        assertEquals("direct", proxy(none, "https://x.test/"));
        assertEquals("direct", proxy(config(Map.of(), environment), "http://x.test/"));
        assertEquals(
                Optional.of(Path.of("/etc/environment.pem")),
                config(Map.of(), environment).caFile());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://user:hunter2@p:1",
                "https://user:hunter2@p:1",
                "http://user:hunter2@",
                "http://user:hunter2@p:x",
                "http://user:hunter2@p:99999",
                "http://user:hunter2@p:1/path",
                "http://user:hunter2%zz@p:1",
                "http://us er:hunter2@p:1",
                "http://:hunter2",
                "http://user:hunter2@p:1?q"
            })
    void aProxyThatMakesNoSenseStopsAndIsNotShown(String proxy) {
        NetworkConfig config = config(Map.of(), Map.of("HTTPS_PROXY", proxy));
        DockException stop = assertThrows(DockException.class, () -> Network.open(config, "t"));
        assertEquals(Problem.VALIDATION_ERROR, stop.problem());
        assertTrue(stop.getMessage().contains("HTTPS_PROXY"), stop.getMessage());
        for (Throwable each = stop; each != null; each = each.getCause()) {
            assertFalse(String.valueOf(each.getMessage()).contains("hunter2"), each.toString());
        }
        assertFalse(config.toString().contains("hunter2"), config.toString());
    }

    @Test
    void theProxysUserIsDecoded() {
        ProxyServer proxy = ProxyServer.of("http://us%40er:p%3Aa+s@p:1", "http").orElseThrow();
        assertEquals(Optional.of("Basic dXNAZXI6cDphK3M="), proxy.authorization());
        assertFalse(proxy.toString().contains("dXNA"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "example.org|example.org|true",
                "example.org|a.example.org|true",
                "example.org|A.EXAMPLE.ORG.|true",
                ".example.org|example.org|true",
                ".example.org|a.example.org|true",
                "*.example.org|a.example.org|true",
                "example.org|notexample.org|false",
                "example.org|example.org.evil.test|false",
                "a.test, b.test  c.test|c.test|true",
                "a.test,b.test|d.test|false",
                "*|anything.test|true",
                "example.org:8080|example.org:8080|true",
                "example.org:8080|example.org|false",
                "example.org:443|example.org|true",
                "10.1.2.3|10.1.2.3|true",
                "10.1.2.3|10.1.2.4|false",
                "10.0.0.0/8|10.200.0.1|true",
                "10.0.0.0/8|11.0.0.1|false",
                "10.0.0.0/99|10.0.0.1|false",
                "10.1.2.3:8080|10.1.2.3:8080|true",
                "10.1.2.3:8080|10.1.2.3|false",
                "fd00::/8|[fd12::1]|true",
                "fd00::1|[fd00::1]|true",
                "[fd00::1]|[fd00::1]|true",
                "[fd00::1]:8080|[fd00::1]:8080|true",
                "fd00::/8|[fe00::1]|false",
                "'  '|localhost|true",
                "none.test|127.0.0.1:5000|true",
                "none.test|127.9.9.9|true",
                "none.test|[::1]|true",
                "none.test|sub.localhost|true",
                "none.test|10.0.0.1|false",
                ".|a.test|false"
            })
    void noProxyIsReadAsCurlDoes(String noProxy, String host, boolean direct) {
        NetworkConfig config = config(Map.of("network.proxy", "p:1", "network.noProxy", noProxy), Map.of());
        assertEquals(direct ? "direct" : "p:1", proxy(config, "https://" + host + "/"));
    }

    @Test
    void placesAreNamedBySettingsAndByPrivateHosts() {
        NetworkConfig config =
                config(Map.of("network.privateHosts", " Models.intern, 10.0.0.7:8443, fd00::7 ,"), Map.of());
        Settings settings = new Settings(Map.of(
                "endpoint",
                "https://Hub.intern/api?x",
                "mirrors",
                "http://a.test:81/x,http://b.test",
                "token",
                "http://"));
        NamedHosts named = NamedHosts.ofConfig(config.privateHosts()).and(settings);
        for (String uri : Set.of(
                "http://models.intern:99/",
                "https://10.0.0.7:8443/",
                "http://[fd00::7]:5/",
                "https://hub.intern:443/",
                "http://a.test:81/",
                "http://b.test/")) {
            assertTrue(named.contains(Origin.of(URI.create(uri))), uri);
        }
        for (String uri : Set.of("https://10.0.0.7/", "http://hub.intern/", "http://a.test/", "https://b.test/")) {
            assertFalse(named.contains(Origin.of(URI.create(uri))), uri);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a.test", "a/b", "a b", "10.0.0.0/8", "a:b", "[::1"})
    void aPrivateHostThatIsNoPlaceStops(String entry) {
        NetworkConfig config = config(Map.of("network.privateHosts", entry), Map.of());
        DockException stop = assertThrows(DockException.class, () -> Network.open(config, "t"));
        assertTrue(stop.getMessage().contains("network.privateHosts"), stop.getMessage());
    }

    @Test
    void aFileOfCertificatesThatHoldsNoneStops() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "nothing here");
        Path broken = Files.writeString(
                directory.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n");
        for (Path file : Set.of(empty, broken, directory, directory.resolve("missing.pem"))) {
            NetworkConfig config = config(Map.of(), Map.of("SSL_CERT_FILE", file.toString()));
            DockException stop = assertThrows(DockException.class, () -> Network.open(config, "t"));
            assertEquals(Problem.VALIDATION_ERROR, stop.problem());
            assertTrue(stop.getMessage().contains("SSL_CERT_FILE"), stop.getMessage());
        }
    }
}
