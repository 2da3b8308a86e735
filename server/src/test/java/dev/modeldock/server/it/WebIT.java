package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the page on the wire. */
class WebIT {
    private static final String LIBRARY = "/assets/lit-html-3.3.2.js";

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Http http;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        http = dock.http();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    @Test
    void thePageNeedsNoKeyAndRunsNothingButItsOwn() {
        Answer page = http.with("X-Forwarded-For", "192.0.2.1").get("/").expect(200);
        assertTrue(page.text().startsWith("<!doctype html>"), page.text());
        assertTrue(page.header("Content-Type").orElseThrow().startsWith("text/html"));
        String policy = page.header("Content-Security-Policy").orElseThrow();
        assertTrue(policy.contains("script-src 'self';") && policy.contains("frame-ancestors 'none'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals("nosniff", page.header("X-Content-Type-Options").orElseThrow());
        assertEquals("no-referrer", page.header("Referrer-Policy").orElseThrow());
        http.with("X-Forwarded-For", "192.0.2.1").get("/v1/models").expect(401);
    }

    @Test
    void whatIsKnownIsNotSentAgain() {
        Answer first = http.get("/assets/app.js").expect(200);
        String tag = first.header("ETag").orElseThrow();
        assertEquals("no-cache", first.header("Cache-Control").orElseThrow());
        Answer again = http.with("If-None-Match", "\"other\", W/" + tag)
                .get("/assets/app.js")
                .expect(304);
        assertEquals(0, again.body().length);
        assertEquals(tag, again.header("ETag").orElseThrow());
        http.with("If-None-Match", "\"other\"").get("/assets/app.js").expect(200);
        Answer head = http.head("/assets/app.js").expect(200);
        assertEquals(0, head.body().length);
        assertEquals(tag, head.header("ETag").orElseThrow());
        assertTrue(
                http.get(LIBRARY)
                        .expect(200)
                        .header("Cache-Control")
                        .orElseThrow()
                        .contains("immutable"),
                "its path carries its version");
    }

    @Test
    void textsArePackedForWhoTakesThat() throws IOException {
        Answer plain = http.get(LIBRARY).expect(200);
        Answer packed =
                http.with("Accept-Encoding", "br;q=0.5, gzip").get(LIBRARY).expect(200);
        assertEquals("gzip", packed.header("Content-Encoding").orElseThrow());
        assertTrue(packed.body().length < plain.body().length / 2);
        assertArrayEquals(plain.body(), new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes());
        assertFalse(plain.header("ETag").equals(packed.header("ETag")), "other bytes have another tag");
        assertTrue(http.with("Accept-Encoding", "gzip;q=0")
                .get(LIBRARY)
                .header("Content-Encoding")
                .isEmpty());
    }

    @Test
    void nothingElseIsHandedOut() {
        for (String path :
                List.of("/assets/none.js", "/assets/..%2findex.html", "/assets/%2e%2e", "/assets/Main.class")) {
            int status = http.get(path).status();
            assertTrue(status == 404 || status == 400 || status == 401, path + ": " + status);
        }
        assertTrue(http.get("/assets/none.js").expect(404).refusal().contains("none.js"));
    }

    @Test
    void aModelMayBeCalledAsTheFilesOfThePageAre() {
        Map<String, byte[]> files = TinyModels.variant("called assets");
        dock.imports().send("assets.tar", Archives.tar(files)).success();
        http.json("PATCH", "/v1/models/local/assets", Map.of("name", "assets/app.js"))
                .expect(200);
        assertArrayEquals(
                files.get("config.json"),
                http.get("/assets/app.js/resolve/main/config.json").expect(200).body());
        http.json("PATCH", "/v1/models/assets/app.js", Map.of("name", "local/assets"))
                .expect(200);
        assertArrayEquals(
                files.get("config.json"),
                follow("/assets/resolve/main/config.json").body(),
                "by its short name too");
        assertTrue(http.get("/assets/app.js").expect(200).text().contains("import"));
    }

    private static Answer follow(String path) {
        Answer answer = http.get(path);
        return answer.status() == 307
                ? http.get(answer.header("Location").orElseThrow()).expect(200)
                : answer.expect(200);
    }
}
