package dev.modeldock.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Headers;
import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.Settings;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceHttpTest {
    private static final String SECRET = "hunter2";

    @TempDir
    private Path directory;

    private WebPlace place;
    private WebPlace other;

    @BeforeEach
    void open() throws Exception {
        place = WebPlace.plain().answers("/end", 200, "the end").answers("/no", 404, "nothing");
        other = WebPlace.plain().answers("/end", 200, "elsewhere");
    }

    @AfterEach
    void close() {
        place.close();
        other.close();
    }

    private static RemoteHttp http(NetworkConfig config, String... addresses) {
        return Network.open(config, "modeldock/test")
                .http(new Settings(Map.of("endpoint", String.join(",", addresses))));
    }

    private static RemoteHttp http() {
        return http(NetworkConfig.DIRECT);
    }

    private String at(WebPlace whose, String path) {
        return "http://127.0.0.1:" + whose.port() + path;
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri));
    }

    private static String text(HttpResponse<InputStream> answer) throws Exception {
        try (InputStream body = answer.body()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static SourceException refused(Reason reason, Sending sending) {
        SourceException no = assertThrows(SourceException.class, sending::send);
        assertEquals(reason, no.reason(), no.getMessage());
        for (Throwable each = no; each != null; each = each.getCause()) {
            assertFalse(String.valueOf(each.getMessage()).contains(SECRET), each.toString());
        }
        return no;
    }

    private interface Sending {
        HttpResponse<InputStream> send() throws SourceException, InterruptedException;
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsFollowedOnTheSameConnection(int status) throws Exception {
        place.leads("/a?q=1", status, "/b?q=%2F").leads("/b?q=%2F", status, at(place, "/end#part"));
        HttpResponse<InputStream> answer =
                http().send(request(at(place, "/a?q=1#x")).build());
        assertEquals("the end", text(answer));
        assertEquals(URI.create(at(place, "/end")), answer.uri());
        assertEquals(3, place.asked().size());
        assertEquals(
                1,
                place.asked().stream()
                        .map(WebPlace.Asked::clientPort)
                        .distinct()
                        .count());
        HttpRequest head = request(at(place, "/a?q=1"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        assertEquals("", text(http().send(head)));
        assertEquals("HEAD", place.last().method());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"end", "./end", "../dir/end", "//HOST/dir/end", "/dir/end", "http://user:hunter2@HOST/dir/end"})
    void aLocationIsReadAsBrowsersDo(String location) throws Exception {
        place.answers("/dir/end", 200, "here")
                .leads("/dir/a", 302, location.replace("HOST", "127.0.0.1:" + place.port()));
        assertEquals("here", text(http().send(request(at(place, "/dir/a")).build())));
        assertFalse(place.last().headers().containsKey("Authorization"));
    }

    @Test
    void aLocationMayBeAQueryOrHoldSignsThatAreNoUri() throws Exception {
        place.answers("/a?page=2", 200, "two").leads("/a", 302, "?page=2");
        assertEquals("two", text(http().send(request(at(place, "/a")).build())));
        place.answers("/a%20b%7Cc", 200, "odd").leads("/odd", 302, "/a b|c");
        assertEquals("odd", text(http().send(request(at(place, "/odd")).build())));
    }

    @Test
    void aPostIsRepeatedWhereTheAnswerAsksForIt() throws Exception {
        place.leads("/again", 307, "/more")
                .leads("/more", 308, at(other, "/end"))
                .leads("/seen", 302, "/end");
        HttpRequest post = request(at(place, "/again"))
                .POST(HttpRequest.BodyPublishers.ofString("question"))
                .build();
        assertEquals("elsewhere", text(http().send(post)));
        assertEquals("question", other.last().body());
        HttpRequest once = request(at(place, "/seen"))
                .POST(HttpRequest.BodyPublishers.ofString("question"))
                .build();
        assertEquals(302, http().send(once).statusCode());
    }

    @Test
    void sendOnceFollowsNothing() throws Exception {
        place.leads("/a", 302, "/end");
        HttpRequest request = request(at(place, "/a")).build();
        HttpResponse<InputStream> answer = http().sendOnce(request);
        assertEquals(302, answer.statusCode());
        assertEquals("/end", answer.headers().firstValue("Location").orElseThrow());
        assertEquals("Moved", text(answer));
        assertEquals(request, answer.request());
    }

    @Test
    void tenRedirectsAreFollowedAndElevenAreNot() throws Exception {
        for (int i = 0; i < 11; i++) {
            place.leads("/" + i, 302, "/" + (i + 1));
        }
        place.answers("/11", 200, "far");
        assertEquals("far", text(http().send(request(at(place, "/1")).build())));
        refused(Reason.BROKEN, () -> http().send(request(at(place, "/0")).build()));
    }

    @Test
    void aLoopIsBrokenAndNamesItsHosts() {
        place.leads("/a", 302, at(other, "/b?token=hunter2"));
        other.leads("/b?token=hunter2", 302, at(place, "/a"));
        SourceException no = refused(
                Reason.BROKEN, () -> http().send(request(at(place, "/a")).build()));
        assertTrue(no.getMessage().contains("127.0.0.1:" + place.port()), no.getMessage());
        assertTrue(no.getMessage().contains("127.0.0.1:" + other.port()), no.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ftp://a.test/x?hunter2", "http://", "file:///etc/hunter2", "http:x", "http://a:b:c/", "%"})
    void aRedirectThatLeadsNowhereIsBroken(String location) {
        place.leads("/a", 302, location);
        refused(Reason.BROKEN, () -> http().send(request(at(place, "/a")).build()));
    }

    private static HttpRequest identified(String uri) {
        return request(uri)
                .header("Authorization", "Bearer hunter2")
                .header("Cookie", "session=hunter2")
                .header("Proxy-Authorization", "Basic hunter2")
                .header("Range", "bytes=5-")
                .header("If-Range", "\"tag\"")
                .header("X-Own", "kept")
                .build();
    }

    private static void assertIdentity(boolean expected, Headers headers) {
        assertEquals(expected, headers.containsKey("Authorization"), headers.toString());
        assertEquals(expected, headers.containsKey("Cookie"));
        assertFalse(headers.containsKey("Proxy-Authorization"));
        assertEquals("bytes=5-", headers.getFirst("Range"));
        assertEquals("\"tag\"", headers.getFirst("If-Range"));
        assertEquals("kept", headers.getFirst("X-Own"));
        assertEquals("modeldock/test", headers.getFirst("User-Agent"));
    }

    @Test
    void whatIdentifiesTheCallerStaysWhereItBelongs() throws Exception {
        place.leads("/a", 307, "/b").leads("/b", 302, at(other, "/c")).answers("/d", 200, "back");
        other.leads("/c", 302, at(place, "/d"));
        assertEquals("back", text(http().send(identified(at(place, "/a")))));
        assertIdentity(true, place.asked().get(0).headers());
        assertIdentity(true, place.asked().get(1).headers());
        assertIdentity(false, other.last().headers());
        assertIdentity(false, place.last().headers());
    }

    @Test
    void anotherNameOfTheSamePlaceIsAnotherPlace() throws Exception {
        place.leads("/a", 302, "http://localhost:" + place.port() + "/end");
        assertEquals("the end", text(http().send(identified(at(place, "/a")))));
        assertIdentity(false, place.last().headers());
    }

    @Test
    void theSourcesOwnUserAgentStays() throws Exception {
        text(http().send(
                        request(at(place, "/end")).header("User-Agent", "own/1").build()));
        assertEquals("own/1", place.last().headers().getFirst("User-Agent"));
    }

    @Test
    void everyLastAnswerComesBack() throws Exception {
        assertEquals(404, http().send(request(at(place, "/no")).build()).statusCode());
        place.answers("/who", 401, "").answers("/same", 304, "").answers("/broken", 500, "x");
        for (String path : Set.of("/who", "/same", "/broken")) {
            HttpResponse<InputStream> answer =
                    http().send(request(at(place, path)).build());
            answer.body().close();
            assertEquals(place.asked().size() > 0, answer.statusCode() >= 300);
        }
    }

    @Test
    void aUserInAnAddressIsRefused() {
        refused(
                Reason.REFUSED,
                () -> http().send(request("http://user:hunter2@127.0.0.1:" + place.port() + "/end")
                        .build()));
        assertEquals(0, place.asked().size());
    }

    @Test
    void sendPublicAsksPrivatePlacesOnlyWhenTheyAreNamed() throws Exception {
        HttpRequest request = request(at(place, "/end?hunter2")).build();
        HttpRequest led = request(at(place, "/led")).build();
        place.leads("/led", 302, at(other, "/end")).answers("/end?hunter2", 200, "ok");
        SourceException no = refused(Reason.REFUSED, () -> http().sendPublic(request));
        assertTrue(no.getMessage().contains("127.0.0.1:" + place.port()), no.getMessage());
        assertTrue(no.getMessage().contains("network.privateHosts"), no.getMessage());
        assertEquals(0, place.asked().size());
        RemoteHttp named = http(NetworkConfig.DIRECT, at(place, "/api"));
        assertEquals("ok", text(named.sendPublic(request)));
        refused(Reason.REFUSED, () -> named.sendPublic(led));
        assertEquals(0, other.asked().size());
        NetworkConfig config = NetworkConfig.of(key -> key.equals("network.privateHosts") ? "127.0.0.1" : "", Map.of());
        assertEquals("elsewhere", text(http(config).sendPublic(led)));
        assertEquals("elsewhere", text(http().send(led)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest?hunter2",
                "http://[fe80::1]/",
                "http://[::ffff:169.254.169.254]/",
                "http://[fd00:ec2::254]/",
                "http://[64:ff9b::a9fe:a9fe]/"
            })
    void linkLocalAddressesAreNotAskedNorFollowed(String uri) {
        refused(Reason.REFUSED, () -> http().send(request(uri).build()));
        refused(Reason.REFUSED, () -> http().sendOnce(request(uri).build()));
        refused(Reason.REFUSED, () -> http().sendPublic(request(uri).build()));
        place.leads("/a", 302, uri);
        refused(Reason.REFUSED, () -> http().send(request(at(place, "/a")).build()));
    }

    @Test
    void aClosedPortIsUnreachable() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        SourceException no = refused(
                Reason.UNREACHABLE,
                () -> http().send(request("http://127.0.0.1:" + port + "/?hunter2")
                        .build()));
        assertTrue(no.getMessage().contains("127.0.0.1:" + port + " does not take connections"), no.getMessage());
    }

    private static NetworkConfig trusting(SelfSigned certificate) {
        return NetworkConfig.of(
                key -> "", Map.of("SSL_CERT_FILE", certificate.pem().toString()));
    }

    @Test
    void aCertificateIsTrustedOnceItsFileIsNamed() throws Exception {
        SelfSigned certificate = SelfSigned.in(directory, "dns:localhost");
        try (WebPlace tls = WebPlace.tls(certificate.context())) {
            tls.answers("/end", 200, "private").leads("/down", 302, at(place, "/end"));
            place.leads("/up", 302, "https://localhost:" + tls.port() + "/end");
            String base = "https://localhost:" + tls.port();
            SourceException no = refused(
                    Reason.UNREACHABLE,
                    () -> http().send(request(base + "/end?hunter2").build()));
            assertTrue(no.getMessage().contains("network.caFile"), no.getMessage());
            RemoteHttp trusting = http(trusting(certificate));
            assertEquals("private", text(trusting.send(request(base + "/end").build())));
            assertEquals("private", text(trusting.send(identified(at(place, "/up")))));
            assertIdentity(false, tls.last().headers());
            SourceException downgrade = refused(
                    Reason.REFUSED, () -> trusting.send(request(base + "/down").build()));
            assertTrue(downgrade.getMessage().contains("https to http"), downgrade.getMessage());
            SourceException wrongName = refused(
                    Reason.UNREACHABLE,
                    () -> trusting.send(
                            request("https://127.0.0.1:" + tls.port() + "/").build()));
            assertTrue(wrongName.getMessage().contains("not its own"), wrongName.getMessage());
        }
    }

    @Test
    void aPlaceThatSpeaksNoTlsIsToldFromOneThatIsNotTrusted() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> {
                try (Socket client = plain.accept()) {
                    client.getInputStream().read(new byte[1000]);
                    client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            SourceException no = refused(
                    Reason.UNREACHABLE,
                    () -> http().send(request("https://127.0.0.1:" + plain.getLocalPort() + "/")
                            .build()));
            assertTrue(no.getMessage().contains("does not speak TLS"), no.getMessage());
            answering.get();
        }
    }

    private static NetworkConfig through(ForwardProxy proxy, String user, Path caFile) {
        return NetworkConfig.of(
                key -> switch (key) {
                    case "network.proxy" -> "http://" + user + "127.0.0.1:" + proxy.port();
                    case "network.caFile" -> caFile == null ? "" : caFile.toString();
                    default -> "";
                },
                Map.of("NO_PROXY", "direct.test"));
    }

    @Test
    void aProxyLeadsToPlainPlacesAndLoopbackIsReachedWithout() throws Exception {
        try (ForwardProxy proxy = new ForwardProxy(Map.of("origin.test", place.port()), "")) {
            RemoteHttp http = http(through(proxy, "", null));
            assertEquals("the end", text(http.send(identified("http://origin.test/end"))));
            assertIdentity(true, place.last().headers());
            assertEquals("GET http://origin.test/end", proxy.seen().get(0));
            assertEquals("the end", text(http.send(request(at(place, "/end")).build())));
            assertEquals(1, proxy.seen().size());
            place.leads("/in", 302, "http://10.0.0.1/?hunter2");
            place.leads("/near", 302, at(place, "/end"));
            refused(
                    Reason.REFUSED,
                    () -> http.send(request("http://origin.test/in").build()));
            refused(
                    Reason.REFUSED,
                    () -> http.send(request("http://origin.test/near").build()));
            refused(
                    Reason.REFUSED,
                    () -> http.sendPublic(request("http://192.168.0.1/").build()));
            assertEquals(3, proxy.seen().size());
        }
    }

    @Test
    void aProxyIsToldItsPasswordAndTheOriginIsNot() throws Exception {
        SelfSigned certificate = SelfSigned.in(directory, "dns:origin.test");
        try (WebPlace tls = WebPlace.tls(certificate.context());
                ForwardProxy proxy = new ForwardProxy(
                        Map.of("origin.test", tls.port(), "plain.test", place.port()), "Basic dXNlcjpodW50ZXIy")) {
            tls.answers("/end", 200, "private");
            RemoteHttp http = http(through(proxy, "user:hunter2@", certificate.pem()));
            HttpResponse<InputStream> answer = http.send(identified("https://origin.test/end"));
            assertEquals("private", text(answer));
            assertEquals("CONNECT origin.test:443", proxy.seen().get(0));
            assertIdentity(true, tls.last().headers());
            assertFalse(answer.toString().contains(SECRET), answer.toString());
            assertEquals(
                    "the end", text(http.send(request("http://plain.test/end").build())));
            for (String uri : Set.of("https://origin.test/end", "http://plain.test/end")) {
                for (String user : Set.of("", "user:wrong@")) {
                    RemoteHttp stranger = http(through(proxy, user, certificate.pem()));
                    SourceException no = refused(
                            Reason.UNREACHABLE, () -> stranger.send(request(uri).build()));
                    assertTrue(no.getMessage().contains("network.proxy"), no.getMessage());
                }
            }
            SourceException no = refused(
                    Reason.UNREACHABLE,
                    () -> http.send(request("https://elsewhere.test/?hunter2").build()));
            assertTrue(no.getMessage().contains("the proxy refuses to lead there"), no.getMessage());
        }
    }

    @Test
    void aProxyThatIsNotThereIsNamed() throws Exception {
        ForwardProxy proxy = new ForwardProxy(Map.of(), "");
        proxy.close();
        RemoteHttp http = http(through(proxy, "user:hunter2@", null));
        SourceException no = refused(
                Reason.UNREACHABLE,
                () -> http.send(request("https://origin.test/").build()));
        assertTrue(no.getMessage().contains("by way of the proxy 127.0.0.1:" + proxy.port()), no.getMessage());
    }

    @Test
    void theAnswerTellsNothingOfTheProxy() throws Exception {
        try (ForwardProxy proxy = new ForwardProxy(Map.of("origin.test", place.port()), "Basic dXNlcjpodW50ZXIy")) {
            HttpResponse<InputStream> answer = http(through(proxy, "user:hunter2@", null))
                    .send(request("http://origin.test/end").build());
            assertEquals(Optional.empty(), answer.request().headers().firstValue("Proxy-Authorization"));
            assertEquals("the end", text(answer));
        }
    }
}
