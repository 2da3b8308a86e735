package dev.modeldock.sources.github;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeGitHub;
import dev.modeldock.network.Network;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bodies that fall silent come to an end. */
class TimelyHttpTest {
    @Test
    void aBodyThatFallsSilentIsGivenUp() throws Exception {
        Git.assumeInstalled();
        RemoteHttp host = Network.open(NetworkConfig.DIRECT, "modeldock/test").http(new Settings(Map.of()));
        try (FakeGitHub github = new FakeGitHub();
                TimelyHttp http = new TimelyHttp(host, Duration.ofMillis(300))) {
            github.repository("acme", "tiny", FakeFiles.none().file("a", "b"));
            URI list = URI.create(github.api() + "/repos/acme/tiny/git/trees/"
                    + github.repository("acme", "tiny").commit("main", FakeFiles.none()));
            HttpRequest request = HttpRequest.newBuilder(list).build();
            byte[] whole = body(http.sendOnce(request));
            github.onApi("*").once().stall(20);
            IOException silent = assertThrows(IOException.class, () -> body(http.send(request)));
            assertTrue(silent.getMessage().startsWith("Nothing came"), silent.getMessage());
            HttpResponse<InputStream> again = http.send(request);
            assertEquals(list, again.uri());
            assertArrayEquals(whole, body(again));
        }
    }

    private static byte[] body(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            return body.readAllBytes();
        }
    }
}
