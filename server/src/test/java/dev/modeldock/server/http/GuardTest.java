package dev.modeldock.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.logs.LogCapture;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class GuardTest {
    private static LogCapture log;
    private static WebServer onLoopback;
    private static WebServer elsewhere;

    @BeforeAll
    static void start() {
        log = new LogCapture(Level.INFO);
        onLoopback = guarded("127.0.0.1");
        // The guard decides by the host that it is told; the port stays on loopback for the test.
        elsewhere = guarded("0.0.0.0");
    }

    private static WebServer guarded(String host) {
        Guard<String> guard = new Guard<>(
                new Admission<>(
                        host,
                        key -> key.equals("good") ? Optional.of("ann") : Optional.empty(),
                        token -> token.equals("token") ? Optional.of("bea") : Optional.empty(),
                        "local",
                        "/health"::equals,
                        (method, path) -> method.equals("GET") && path.equals("/v1/forgiving")),
                new SignInCookie(""));
        return WebServer.start(WebOptions.local(), routes -> {
            routes.before(guard);
            routes.get("/health", ctx -> ctx.result("well"));
            routes.get("/v1/me", ctx -> ctx.result("I am " + guard.caller(ctx)));
            routes.get("/v1/forgiving", ctx -> ctx.result("I am " + guard.caller(ctx)));
            routes.post("/v1/me", ctx -> ctx.result("I am " + guard.caller(ctx)));
        });
    }

    @AfterAll
    static void stop() {
        log.close();
        onLoopback.close();
        elsewhere.close();
    }

    @Test
    void theFirstCurlWorks() throws IOException {
        for (String host : List.of(
                "localhost", "localhost:8080", "127.0.0.1:9", "127.0.0.2", "[::1]:80", "LOCALHOST", "dock.localhost")) {
            assertTrue(get(onLoopback, "/v1/me", "Host: " + host).contains("I am local"), host);
        }
    }

    @Test
    void aPresentedKeyMustBeGoodEvenOnLoopback() throws IOException {
        for (String header : List.of(
                "X-api-key: good", "x-API-KEY: good", "Authorization: Bearer good", "Authorization: bearer good")) {
            assertTrue(get(onLoopback, "/v1/me", "Host: localhost", header).contains("I am ann"), header);
            assertTrue(
                    get(elsewhere, "/v1/me", "Host: dock.example.org", header).contains("I am ann"), header);
        }
        for (String header : List.of(
                "X-api-key: bad", "X-api-key: ", "Authorization: Bearer bad", "Authorization: Basic Z29vZA==")) {
            String answer = get(onLoopback, "/v1/me", "Host: localhost", header);
            assertTrue(answer.startsWith("HTTP/1.1 401 "), header + answer);
            assertTrue(answer.contains("WWW-Authenticate: Bearer"), answer);
            assertFalse(answer.contains("bad"), answer);
        }
    }

    @Test
    void aNameThatWasReboundToThisMachineIsRefused() throws IOException {
        for (String host : List.of(
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example:80",
                "10.0.0.1",
                "evil-localhost",
                "0.0.0.0",
                "[::]",
                "localhost:80:80")) {
            String answer = get(onLoopback, "/v1/me", "Host: " + host);
            assertTrue(answer.startsWith("HTTP/1.1 403 ") || answer.startsWith("HTTP/1.1 400 "), host + answer);
        }
        assertTrue(get(onLoopback, "/v1/me", "Host: evil.example", "X-api-key: good")
                .contains("I am ann"));
    }

    @Test
    void whatAPageOfAnotherSiteSendsIsRefused() throws IOException {
        for (String header : List.of(
                "Origin: https://evil.example",
                "Origin: null",
                "Origin: http://localhost:8080",
                "Sec-Fetch-Site: cross-site",
                "Origin: http://localhost.evil.example",
                "Origin: http://evil.example#localhost")) {
            assertTrue(get(onLoopback, "/v1/me", "Host: localhost", header).startsWith("HTTP/1.1 403 "), header);
        }
        for (String header : List.of(
                "Origin: http://localhost",
                "Origin: http://127.0.0.1",
                "Sec-Fetch-Site: same-origin",
                "Sec-Fetch-Site: none")) {
            assertTrue(get(onLoopback, "/v1/me", "Host: localhost", header).contains("I am local"), header);
        }
    }

    @Test
    void aTokenOfAnotherServerIsForgivenWhereThatIsSaidAndNoKeyIsNeeded() throws IOException {
        String foreign = "Authorization: Bearer another";
        assertTrue(get(onLoopback, "/v1/forgiving", "Host: localhost", foreign).contains("I am local"));
        assertTrue(get(onLoopback, "/v1/forgiving", "Host: localhost", "Authorization: Bearer good")
                .contains("I am ann"));
        for (String answer : List.of(
                get(onLoopback, "/v1/me", "Host: localhost", foreign),
                get(onLoopback, "/v1/forgiving", "Host: localhost", "X-api-key: another"),
                get(elsewhere, "/v1/forgiving", "Host: dock.example", foreign))) {
            assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
        }
        assertTrue(
                get(onLoopback, "/v1/forgiving", "Host: evil.example", foreign).startsWith("HTTP/1.1 403 "));
    }

    @Test
    void whatCameThroughAProxyNeedsAKey() throws IOException {
        for (String header : List.of(
                "Forwarded: for=1.2.3.4",
                "X-Forwarded-For: 1.2.3.4",
                "x-forwarded-anything: x",
                "X-Real-IP: 1.2.3.4",
                "Via: 1.1 proxy")) {
            assertTrue(get(onLoopback, "/v1/me", "Host: localhost", header).startsWith("HTTP/1.1 401 "), header);
            assertTrue(get(onLoopback, "/v1/me", "Host: dock.example", header, "X-api-key: good")
                    .contains("I am ann"));
        }
    }

    @Test
    void beyondThisMachineAKeyIsAlwaysNeeded() throws IOException {
        assertTrue(get(elsewhere, "/v1/me", "Host: localhost").startsWith("HTTP/1.1 401 "));
        assertTrue(get(elsewhere, "/v1/nothing", "Host: localhost").startsWith("HTTP/1.1 401 "));
    }

    @Test
    void openPathsNeedNobody() throws IOException {
        assertTrue(get(elsewhere, "/health", "Host: anything.example").contains("well"));
        assertTrue(get(onLoopback, "/health", "Host: anything.example", "X-Forwarded-For: 1.2.3.4")
                .contains("well"));
        assertTrue(get(elsewhere, "/health/../v1/me", "Host: localhost").matches("(?s)HTTP/1\\.1 40[014] .*"));
        assertTrue(get(elsewhere, "/%68ealth", "Host: localhost").matches("(?s)HTTP/1\\.1 40[14] .*"));
    }

    @Test
    void aSignInLetsTheDocksOwnPageInAndNoOther() throws IOException {
        String cookie = "Cookie: other=x; modeldock-" + elsewhere.address().getPort() + "=token";
        String host = "Host: dock.example:99";
        for (String header : List.of(
                "Accept: */*",
                "Sec-Fetch-Site: same-origin",
                "Sec-Fetch-Site: none",
                "Origin: http://dock.example:99",
                "Origin: https://dock.example:99")) {
            assertTrue(get(elsewhere, "/v1/me", host, cookie, header).contains("I am bea"), header);
        }
        for (String header : List.of(
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Origin: http://dock.example:98",
                "Origin: http://evil.example",
                "Origin: null")) {
            assertTrue(
                    get(elsewhere, "/v1/me", host, cookie, header).startsWith("HTTP/1.1 403 "),
                    "another port of this machine may be another program's: " + header);
        }
        assertTrue(get(elsewhere, "/v1/me", host, cookie, "X-api-key: bad").startsWith("HTTP/1.1 401 "));
        assertTrue(
                get(elsewhere, "/v1/me", host, cookie.replace("=token", "=old")).startsWith("HTTP/1.1 401 "));
        assertTrue(get(elsewhere, "/v1/me", host, "Cookie: modeldock-1=token").startsWith("HTTP/1.1 401 "));
    }

    @Test
    void whatChangesSomethingMustSayWhichPageSentIt() throws IOException {
        String cookie = "Cookie: modeldock-" + elsewhere.address().getPort() + "=token";
        String host = "Host: dock.example";
        assertTrue(post(elsewhere, host, cookie).startsWith("HTTP/1.1 403 "));
        assertTrue(post(elsewhere, host, cookie, "Sec-Fetch-Site: none").startsWith("HTTP/1.1 403 "));
        assertTrue(post(elsewhere, host, cookie, "Sec-Fetch-Site: same-origin").contains("I am bea"));
        assertTrue(post(elsewhere, host, cookie, "Origin: http://dock.example").contains("I am bea"));
    }

    @Test
    void loopbackNamesAreToldFromOthers() {
        assertTrue(Guard.isLoopback("localhost") && Guard.isLoopback("127.0.0.1") && Guard.isLoopback("::1"));
        assertFalse(Guard.isLoopback("0.0.0.0") || Guard.isLoopback("::") || Guard.isLoopback("192.168.1.5"));
        assertFalse(Guard.isLoopback("127.evil.example"));
    }

    private static String get(WebServer server, String path, String... headers) throws IOException {
        return ask(server, "GET " + path, headers);
    }

    private static String post(WebServer server, String... headers) throws IOException {
        return ask(server, "POST /v1/me", headers);
    }

    private static String ask(WebServer server, String what, String... headers) throws IOException {
        String answer = RawClient.exchange(
                server.address(),
                what + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n");
        assertEquals("HTTP/1.1", answer.substring(0, 8), answer);
        return answer;
    }
}
