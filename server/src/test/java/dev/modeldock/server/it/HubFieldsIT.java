package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hub tells of models and commits: as much of it as is asked for, page by page. */
class HubFieldsIT {
    private static final String BERT = "/api/models/local/bert";
    private static final Set<String> MINIMAL = Set.of("_id", "id");

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Http http;
    private static HubClient client;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        http = dock.http();
        client = new HubClient(() -> http);
        Map<String, byte[]> files = new TreeMap<>(TinyModels.files("tiny-bert"));
        files.put("extra.pt", "cmy.own.code\nThing\n(tR.".getBytes(StandardCharsets.US_ASCII));
        files.put("README.md", "---\nlicense: mit\n---\n".getBytes(StandardCharsets.UTF_8));
        dock.imports().send("bert.tar", Archives.tar(files)).success();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static Set<String> names(JsonNode view) {
        Set<String> names = new TreeSet<>();
        view.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> with(String... more) {
        Set<String> all = new TreeSet<>(MINIMAL);
        all.addAll(List.of(more));
        return all;
    }

    private static JsonNode json(String path) {
        return http.get(path).expect(200).json();
    }

    @Test
    void thoseFieldsAloneAreGivenThatAreNamed() {
        for (String path : List.of(BERT, BERT + "/revision/main")) {
            assertEquals(
                    with("author", "sha", "tags", "private"),
                    names(json(path + "?expand=author&expand=sha&expand=tags&expand=private")));
            assertEquals(with("downloads"), names(json(path + "?expand[]=downloads")));
            JsonNode files = json(path + "?expand=siblings&blobs=true");
            assertEquals(with("siblings"), names(files));
            assertTrue(files.at("/siblings/0/blobId").asText().matches("[0-9a-f]{40}"), files::toString);
            // Hubs have these; here is nothing to say of them.
            assertEquals(MINIMAL, names(json(path + "?expand=evalResults&expand=gguf")));
            Answer refused = http.get(path + "?expand=sha&expand=colour").expect(400);
            String sentence = refused.json().path("error").asText();
            assertTrue(sentence.contains("colour") && sentence.contains("usedStorage"), sentence);
        }
        assertEquals(
                List.of(with("likes", "lastModified")),
                rows("/api/models?search=bert&expand=likes&expand=lastModified").stream()
                        .map(HubFieldsIT::names)
                        .toList());
        http.get("/api/models?expand=colour").expect(400);
        // Before anybody upstream could be asked for it.
        http.get("/api/models/local/none?expand=colour").expect(400);
    }

    @Test
    void sizesAndScansComeOnDemand() {
        JsonNode plain = json(BERT);
        assertEquals(Set.of("rfilename"), names(plain.at("/siblings/0")));
        assertFalse(plain.has("securityRepoStatus"));
        JsonNode scanned = json(BERT + "?securityStatus=true").path("securityRepoStatus");
        assertTrue(scanned.path("scansDone").asBoolean());
        assertEquals(
                "[{\"path\":\"extra.pt\",\"level\":\"suspicious\"}]",
                scanned.path("filesWithIssues").toString());
        assertEquals(
                scanned,
                rows("/api/models?search=bert&securityStatus=true").get(0).path("securityRepoStatus"));
        assertEquals(with("securityRepoStatus"), names(json(BERT + "?expand=securityRepoStatus")));
    }

    @Test
    void aListTellsAsMuchAsIsAsked() {
        JsonNode plain = rows("/api/models?author=local").get(0);
        assertFalse(plain.has("siblings") || plain.has("cardData") || plain.has("config"), plain::toString);
        JsonNode full = rows("/api/models?author=local&full=True&cardData=True&config=True")
                .get(0);
        assertEquals(json(BERT).path("siblings").size(), full.path("siblings").size(), full::toString);
        assertEquals("mit", full.at("/cardData/license").asText());
        assertEquals("bert", full.at("/config/model_type").asText());
    }

    @Test
    void everybodyIsToldOfTheirOwnModels() {
        Http dora =
                http.key(http.post("/v1/keys", Map.of("name", "d", "user", "dora", "scopes", List.of("read", "write")))
                        .expect(201)
                        .json()
                        .path("key")
                        .asText());
        assertEquals("[]", dora.get("/api/settings/repositories").expect(200).text());
        new HubClient(() -> dora).create("dora", "hers").expect(200);
        dora.json("PUT", "/api/models/dora/hers/settings", Map.of("private", true))
                .expect(200);
        JsonNode told = dora.get("/api/settings/repositories").expect(200).json();
        assertEquals(1, told.size(), told::toString);
        assertEquals("dora/hers", told.at("/0/id").asText());
        assertEquals("private", told.at("/0/visibility").asText());
        assertTrue(told.at("/0/storage").asLong() > 1000, told::toString);
        assertEquals(100, told.at("/0/storagePercent").asDouble(), 0.01, told::toString);
        Http foreign = http.with("Authorization", "Bearer hf_" + "x".repeat(34));
        assertFalse(foreign.get("/api/settings/repositories").expect(200).text().contains("dora"));
    }

    @Test
    void commitsComePageByPage() {
        client.create("local", "long").expect(200);
        List<String> commits = new ArrayList<>(List.of(client.head("local/long")));
        for (int i = 0; i < 5; i++) {
            client.commit("local/long", "main", HubClient.file("a<" + i, "content " + i))
                    .expect(200);
            commits.add(0, client.head("local/long"));
        }
        String path = "/api/models/local/long/commits/main";
        Answer whole = http.get(path).expect(200);
        assertEquals("6", whole.header("X-Total-Count").orElse(""));
        assertTrue(whole.header("Link").isEmpty(), whole::toString);
        assertEquals(commits, ids(List.of(whole.json())));
        assertEquals(commits, ids(pages(path + "?limit=4")));
        assertEquals(commits, ids(pages(path + "?limit=1")));
        assertEquals(commits.subList(2, 4), ids(List.of(json(path + "?limit=2&p=1"))));
        Answer beyond = http.get(path + "?limit=2&p=9").expect(200);
        assertEquals(0, beyond.json().size());
        assertEquals("6", beyond.header("X-Total-Count").orElse(""));
        assertEquals(commits.subList(4, 6), ids(List.of(json("/api/models/local/long/commits/" + commits.get(4)))));
        http.get(path + "?p=-1").expect(400);
        http.get(path + "?p=99999999999").expect(400);
        http.get(path + "?limit=0").expect(400);
        assertEquals(
                "a title",
                json(path + "?expand[]=formatted").at("/0/formatted/title").asText());
    }

    private static List<JsonNode> pages(String path) {
        List<JsonNode> pages = new ArrayList<>();
        String next = path;
        while (next != null) {
            Answer page = http.get(next).expect(200);
            assertEquals("6", page.header("X-Total-Count").orElse(""));
            pages.add(page.json());
            next = page.header("Link")
                    .map(link -> link.replaceAll("^<(.*)>; rel=\"next\"$", "$1"))
                    .orElse(null);
            assertTrue(next == null || next.startsWith(http.base()), next);
        }
        return pages;
    }

    private static List<String> ids(List<JsonNode> pages) {
        List<String> ids = new ArrayList<>();
        pages.forEach(page -> page.forEach(commit -> ids.add(commit.path("id").asText())));
        return ids;
    }

    private static List<JsonNode> rows(String path) {
        List<JsonNode> rows = new ArrayList<>();
        json(path).forEach(row -> {
            if (row.path("id").asText().equals("local/bert")) {
                rows.add(row);
            }
        });
        return rows;
    }
}
