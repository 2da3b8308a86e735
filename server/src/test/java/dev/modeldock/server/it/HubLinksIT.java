package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The signed links at which clients send and fetch large files: whose they are, for how long, and how many. */
class HubLinksIT {
    private static final int PART = 64 << 20;

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Http http;

    @BeforeAll
    static void start() {
        dock = RunningDock.with(temp.resolve("data")).set("hub.maxUploads", "1").start();
        http = dock.http();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    /** A key, by its id and as a client. */
    private record Holder(String keyId, HubClient client) {
        static Holder of(String user) {
            JsonNode key = http.post(
                            "/v1/keys",
                            Map.of("name", "test", "user", user, "scopes", List.of("read", "write"), "kind", "hub"))
                    .expect(201)
                    .json();
            return new Holder(
                    key.path("id").asText(),
                    new HubClient(() -> http).token(key.path("key").asText()));
        }

        void revoke() {
            http.delete("/v1/keys/" + keyId).expect(204);
        }
    }

    private static byte[] content(int seed, int size) {
        byte[] content = new byte[size];
        Arrays.fill(content, 0, 100, (byte) seed);
        return content;
    }

    private static String href(JsonNode object, String action) {
        return HubClient.path(object.path("actions").path(action).path("href").asText());
    }

    @Test
    void aLinkIsNoLongerGoodThanTheKeyItWasGivenTo() {
        Holder anna = Holder.of("anna");
        anna.client().create("anna", "m").expect(200);
        byte[] first = content(1, 1000);
        anna.client().send("anna/m", first);
        anna.client().commit("anna/m", "main", HubClient.large("a.bin", first)).expect(200);
        String download = href(
                anna.client()
                        .batch("anna/m", "download", Map.of(first, (long) first.length), "basic")
                        .json()
                        .at("/objects/0"),
                "download");
        assertArrayEquals(first, http.get(download).expect(200).body());
        byte[] second = content(2, 1000);
        byte[] large = content(3, PART + 1);
        JsonNode whole = anna.client().upload("anna/m", second, "basic");
        JsonNode parted = anna.client().upload("anna/m", large, "basic", "multipart");
        List<Answer> refused = new ArrayList<>();
        anna.revoke();
        refused.add(http.get(download));
        refused.add(http.put(href(whole, "upload"), second));
        refused.add(http.post(href(whole, "verify"), Map.of("oid", Archives.sha256(first), "size", first.length)));
        refused.add(
                http.put(HubClient.path(parted.at("/actions/upload/header/2").asText()), new byte[1]));
        refused.add(http.post(href(parted, "upload"), Map.of("parts", List.of())));
        for (Answer each : refused) {
            assertTrue(each.expect(401).text().contains("revoked"), each::text);
        }
        // Nobody makes it a link without a key, or one of another key's.
        String bert = Holder.of("bert").keyId();
        for (String changed : List.of(
                download.replaceAll("k=[^&]*&", ""),
                download.replaceAll("k=[^&]*", "k=" + bert),
                download.replaceAll("k=[^&]*", "k="))) {
            http.get(changed).expect(403);
        }
    }

    @Test
    void theLocalUserNeedsNoKeyForLinks() {
        HubClient local = new HubClient(() -> http);
        local.create("local", "m").expect(200);
        local.send("local/m", content(4, 1000));
        local.commit("local/m", "main", HubClient.large("a.bin", content(4, 1000)))
                .expect(200);
    }

    @Test
    void onlySoManyFilesOfOneUserComeInPartsAtOnce() {
        HubClient carla = Holder.of("carla").client();
        carla.create("carla", "m").expect(200);
        byte[] first = content(5, PART + 1);
        byte[] second = content(6, PART + 1);
        JsonNode one = carla.upload("carla/m", first, "multipart");
        JsonNode two = carla.upload("carla/m", second, "multipart");
        carla.put(one.at("/actions/upload/header/2").asText(), new byte[1]).expect(200);
        Answer refused = carla.put(two.at("/actions/upload/header/2").asText(), new byte[1])
                .expect(429);
        assertTrue(refused.text().contains("hub.maxUploads"), refused::text);
        JsonNode told = carla.upload("carla/m", second, "multipart");
        assertEquals(429, told.at("/error/code").asInt(), told::toString);
        assertTrue(carla.upload("carla/m", first, "multipart").has("actions"), "what has begun goes on");
        assertTrue(carla.upload("carla/m", second, "basic").has("actions"), "whole it may come");
    }
}
