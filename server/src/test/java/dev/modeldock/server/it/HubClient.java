package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What clients of Hugging Face ask when they push, call by call. The server may have moved to another port meanwhile. */
final class HubClient {
    private final Supplier<Http> http;

    HubClient(Supplier<Http> http) {
        this.http = http;
    }

    /** The same server, asked with a token as those clients send it. */
    HubClient token(String token) {
        return new HubClient(() -> http.get().with("Authorization", "Bearer " + token));
    }

    Http http() {
        return http.get();
    }

    Answer create(String namespace, String name) {
        return http().post("/api/repos/create", Map.of("organization", namespace, "name", name, "type", "model"));
    }

    Answer batch(String model, String operation, Map<byte[], Long> objects, String... transfers) {
        List<Map<String, Object>> wanted = objects.entrySet().stream()
                .map(each -> Map.<String, Object>of("oid", Archives.sha256(each.getKey()), "size", each.getValue()))
                .toList();
        return http().post(
                        "/" + model + ".git/info/lfs/objects/batch",
                        Map.of(
                                "operation",
                                operation,
                                "transfers",
                                List.of(transfers),
                                "objects",
                                wanted,
                                "hash_algo",
                                "sha_256"));
    }

    /** What is told of one object that would be sent. */
    JsonNode upload(String model, byte[] content, String... transfers) {
        return batch(model, "upload", Map.of(content, (long) content.length), transfers)
                .expect(200)
                .json()
                .path("objects")
                .path(0);
    }

    /** Send a large file whole, as a client does. */
    void send(String model, byte[] content) {
        JsonNode actions = upload(model, content, "basic").path("actions");
        put(actions.path("upload").path("href").asText(), content).expect(200);
        verify(actions, content).expect(200);
    }

    Answer verify(JsonNode actions, byte[] content) {
        return http().post(
                        path(actions.path("verify").path("href").asText()),
                        Map.of("oid", Archives.sha256(content), "size", content.length));
    }

    /** As storage is asked: without any key. */
    Answer put(String href, byte[] content) {
        return new Http(http().base()).send("PUT", path(href), null, BodyPublishers.ofByteArray(content));
    }

    static String path(String href) {
        URI uri = URI.create(href);
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }

    Answer commit(String model, String branch, String... lines) {
        return commitAs(model, branch, header("\"summary\":\"a title\",\"description\":\"more\""), lines);
    }

    Answer commitAs(String model, String branch, String header, String... lines) {
        return http().send(
                        "POST",
                        "/api/models/" + model + "/commit/" + branch,
                        "application/x-ndjson",
                        BodyPublishers.ofString(header + String.join("", lines)));
    }

    String head(String model) {
        return http().get("/api/models/" + model).expect(200).json().path("sha").asText();
    }

    void assertHolds(String model, String path, byte[] content) {
        Answer answer = http().get("/" + model + "/resolve/main/" + path).expect(200);
        assertEquals(Archives.sha256(content), Archives.sha256(answer.body()), path);
    }

    static String header(String fields) {
        return line("header", fields);
    }

    static String line(String key, String fields) {
        return "{\"key\":\"" + key + "\",\"value\":{" + fields + "}}\n";
    }

    static String file(String path, String content) {
        String base64 = Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
        return line("file", "\"content\":\"" + base64 + "\",\"path\":\"" + path + "\",\"encoding\":\"base64\"");
    }

    static String large(String path, byte[] content) {
        return line(
                "lfsFile",
                "\"path\":\"" + path + "\",\"algo\":\"sha256\",\"oid\":\"" + Archives.sha256(content) + "\",\"size\":"
                        + content.length);
    }
}
