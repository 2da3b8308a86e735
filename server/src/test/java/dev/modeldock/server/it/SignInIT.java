package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser that signs in with a key where one is needed, as its requests look on the wire. */
class SignInIT {
    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static String key;

    @BeforeAll
    static void start() {
        // A forwarding header is as good as another address: the local user is not let in.
        dock = RunningDock.on(temp.resolve("data"));
        var made = dock.http()
                .post("/v1/keys", Map.of("name", "page", "user", "anna", "scopes", "read"))
                .expect(201)
                .json();
        key = made.path("key").asText();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static Http browser() {
        return dock.http().with("X-Forwarded-For", "192.0.2.1").with("Sec-Fetch-Site", "same-origin");
    }

    private static String cookie(Answer signedIn) {
        String set = signedIn.header("Set-Cookie").orElseThrow();
        assertTrue(set.contains("; HttpOnly") && set.contains("SameSite=Strict") && set.contains("Path=/"), set);
        return set.substring(0, set.indexOf(';'));
    }

    @Test
    void signsInAndOut() {
        browser().get("/v1/me").expect(401);
        Answer signedIn = browser().post("/v1/sign-in", Map.of("key", key)).expect(200);
        assertEquals("anna", signedIn.json().path("user").asText());
        assertFalse(signedIn.text().contains(key), "the key is not told again");
        Http page = browser().with("Cookie", cookie(signedIn));
        assertEquals(
                "{\"user\":\"anna\",\"scopes\":[\"read\"],\"signedIn\":true,\"open\":true}",
                page.get("/v1/me").expect(200).text());
        page.get("/v1/models").expect(200);
        page.post("/v1/upload/huggingface", Map.of("repo_id", "a/b")).expect(403);
        page.get("/v1/keys").expect(403);
        Answer signedOut = page.delete("/v1/sign-in").expect(204);
        assertTrue(
                signedOut.header("Set-Cookie").orElseThrow().contains("Expires=Thu, 01 Jan 1970"), signedOut::toString);
        page.get("/v1/models").expect(401);
    }

    @Test
    void aWrongKeyIsRefusedAndSaysNothingOfIt() {
        Answer no =
                browser().post("/v1/sign-in", Map.of("key", "kg-wrong-secret")).expect(401);
        assertFalse(no.text().contains("wrong-secret"), no::toString);
        browser().post("/v1/sign-in", Map.of()).expect(400);
    }

    @Test
    void pagesOfOthersCannotUseTheCookie() {
        Answer signedIn = browser().post("/v1/sign-in", Map.of("key", key)).expect(200);
        Http other = dock.http().with("X-Forwarded-For", "192.0.2.1").with("Cookie", cookie(signedIn));
        other.with("Sec-Fetch-Site", "same-site").get("/v1/models").expect(403);
        other.with("Origin", "http://localhost:1").get("/v1/models").expect(403);
        other.post("/v1/upload/huggingface", Map.of("repo_id", "a/b")).expect(403);
        dock.http()
                .with("Sec-Fetch-Site", "cross-site")
                .post("/v1/sign-in", Map.of("key", key))
                .expect(403);
    }

    @Test
    void aRevokedKeySignsOut() {
        var made = dock.http()
                .post("/v1/keys", Map.of("name", "brief"))
                .expect(201)
                .json();
        Answer signedIn = browser()
                .post("/v1/sign-in", Map.of("key", made.path("key").asText()))
                .expect(200);
        Http page = browser().with("Cookie", cookie(signedIn));
        page.get("/v1/me").expect(200);
        dock.http().delete("/v1/keys/" + made.path("id").asText()).expect(204);
        page.get("/v1/me").expect(401);
    }

    @Test
    void theLocalUserNeedsNoSignIn() {
        assertEquals(
                "{\"user\":\"local\",\"signedIn\":false,\"open\":true}",
                dock.http().get("/v1/me").expect(200).text().replaceAll("\"scopes\":\\[[^\\]]*\\],", ""));
    }
}
