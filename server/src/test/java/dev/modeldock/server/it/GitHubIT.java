package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.fakes.Content;
import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeGitHub;
import dev.modeldock.fakes.FakeRepository;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports from git repositories on the running jar. */
class GitHubIT {
    private static final String UPLOAD = "/v1/upload/github";

    @TempDir
    static Path temp;

    private static FakeGitHub github;
    private static RunningDock dock;
    private static Http http;

    @BeforeAll
    static void start() throws Exception {
        Tools.need("git");
        github = new FakeGitHub();
        dock = dock("data");
        http = dock.http();
    }

    private static RunningDock dock(String data) {
        return RunningDock.with(temp.resolve(data))
                .set("source.github.api", github.api().toString())
                .set("source.github.url", github.url().toString())
                .set("network.privateHosts", github.store().getAuthority())
                .start();
    }

    @AfterAll
    static void stop() {
        if (dock != null) {
            assertEquals(List.of(), dock.faults());
            dock.close();
            github.close();
        }
    }

    @AfterEach
    void calm() {
        github.calm();
    }

    private static Answer post(String repository, Object... more) {
        Map<String, Object> body = new java.util.HashMap<>();
        body.put("owner", repository.substring(0, repository.indexOf('/')));
        body.put("repo_name", repository.substring(repository.indexOf('/') + 1));
        for (int i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return http.post(UPLOAD, body);
    }

    private static JsonNode ended(Answer created, String state) {
        JsonNode task = UploadTasks.awaitEnd(http, created);
        assertEquals(state, task.path("task_status").asText(), task::toPrettyString);
        return task;
    }

    @Test
    void theDocumentsRequestBringsARepositoryWithItsLargeFiles() throws Exception {
        FakeRepository repository = github.repository("huggingface", "tiny", FakeFiles.tiny("tiny-bin"));
        Answer created = post("huggingface/tiny", "revision", "main");
        assertEquals(0, created.expect(201).body().length);
        JsonNode task = ended(created, "DONE");
        assertEquals("huggingface/tiny@main", task.path("model_tag").asText());
        assertEquals("GITHUB", task.path("source").asText());
        ModelView.get(http, task.path("model_id").asText()).assertFiles(TinyModels.files("tiny-bin"));
        post("huggingface/tiny").expect(409);
        repository.tag("v1", repository.commit("main", FakeFiles.none().file("README.md", "more")));
        JsonNode tagged = ended(post("huggingface/tiny", "tag", "v1"), "DONE");
        assertEquals(2, tagged.path("version").asInt());
        assertEquals(List.of(), github.leaks());
    }

    @Test
    void whatIsWrongIsToldBeforeAnyTask() throws Exception {
        github.repository("acme", "fine", FakeFiles.tiny("tiny-bin"));
        post("acme/nothing").expect(404);
        post("acme/fine", "revision", "nope").expect(404);
        post("ac me/fine").expect(400);
        post("acme/../fine").expect(400);
        http.post(UPLOAD, Map.of("owner", "acme")).expect(400);
        github.onApi("*").once().status(500);
        post("acme/fine").expect(502);
        JsonNode plan = post("acme/fine", "dry_run", true).expect(200).json();
        assertEquals(4, plan.path("files_chosen").asInt(), plan::toPrettyString);
    }

    @Test
    void theQuotaUsedUpIsNoEnd() throws Exception {
        github.repository("acme", "many", FakeFiles.tiny("tiny-bert").lfs("extra.bin", Content.generated(7, 2 << 20)));
        github.quota(0, 3_600);
        try {
            JsonNode task = ended(post("acme/many", "allow_unsafe", true), "DONE");
            assertTrue(task.path("bytes_moved").asLong() > 2 << 20, task::toPrettyString);
        } finally {
            github.quota(5_000, 3_600);
        }
    }

    @Test
    void anIncompleteModelFailsAndSaysWhatIsMissing() throws Exception {
        github.repository(
                "acme", "code", FakeFiles.none().file("README.md", "no model").file("config.json", "{}"));
        JsonNode failed = ended(post("acme/code"), "FAILED");
        String message = failed.path("error_msg").asText();
        assertTrue(
                message.contains("README.md") && message.contains("tokenizer") && message.contains("profile=any"),
                message);
        ended(post("acme/code", "profile", "any"), "DONE");
    }

    @Test
    void linksAndSubmodulesAreLeftOutAndNoted() throws Exception {
        github.repository(
                "acme",
                "hostile",
                FakeFiles.tiny("tiny-bert")
                        .symlink("secrets.json", "/etc/passwd")
                        .submodule("vendor", "0123456789012345678901234567890123456789")
                        .file(".lfsconfig", "[lfs]\n\turl = http://127.0.0.1:9/elsewhere\n"));
        JsonNode task = ended(post("acme/hostile"), "DONE");
        String notes = task.path("notes").toString();
        assertTrue(notes.contains("secrets.json") && notes.contains("vendor"), task::toPrettyString);
        http.get("/v1/models/acme/hostile/files/secrets.json").expect(404);
    }

    @Test
    void aPointerIntoThePrivateNetworkIsRefused() throws Exception {
        FakeRepository repository = github.repository(
                "acme", "inward", FakeFiles.tiny("tiny-bert").lfs("extra.bin", Content.generated(8, 5_000)));
        repository.lfs().href("extra.bin", URI.create("http://10.1.2.3/metadata"));
        JsonNode failed = ended(post("acme/inward"), "FAILED");
        assertTrue(failed.path("error_msg").asText().contains("network.privateHosts"), failed::toPrettyString);
        http.get("/v1/models/acme/inward").expect(404);
    }

    @Test
    void killedInTheMiddleItGoesOnFromTheBytesOnTheDisk() throws Exception {
        int size = 64 << 20;
        github.repository(
                "acme", "large", FakeFiles.tiny("tiny-bert").lfs("more.safetensors", Content.safetensors(9, size)));
        github.onBody("*more.safetensors").slow(16 << 20);
        try (RunningDock mine = dock("killed")) {
            Answer created = mine.http().post(UPLOAD, Map.of("owner", "acme", "repo_name", "large"));
            String task = UploadTasks.location(created);
            Await.until(
                    "bytes",
                    () -> mine.http().get(task).json(),
                    now -> now.path("bytes_done").asLong() > 16 << 20);
            mine.kill9();
            github.calm();
            Await.until("it is gone", github.log()::running, running -> running == 0);
            github.log().clear();
            mine.startAgain();
            JsonNode done = Await.until(
                    "the end",
                    () -> mine.http().get(task).json(),
                    now -> UploadTasks.ENDED.contains(now.path("task_status").asText()));
            assertEquals("DONE", done.path("task_status").asText(), done::toPrettyString);
            long moved = github.log().all().stream()
                    .filter(asked -> asked.server().equals("store"))
                    .mapToLong(asked -> asked.bytes())
                    .sum();
            assertTrue(moved <= size - (16 << 20), () -> moved + " bytes moved again");
        }
    }
}
