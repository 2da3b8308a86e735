package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus would read, while models come and go. */
class MetricsIT {
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_]+(?:\\{(?:[a-z_]+=\"[^\"]*\",?)*})?) ([0-9.E+-]+|NaN|\\+Inf)");

    @TempDir
    static Path temp;

    private static RunningDock dock;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        dock.imports()
                .send("tiny-bert.tar", Archives.tar(TinyModels.files("tiny-bert")))
                .success();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    /** Each line is a sample or a comment, and a sample is there once. */
    private static Map<String, Double> scrape() {
        Map<String, Double> samples = new TreeMap<>();
        Answer answer = dock.http().get("/metrics").expect(200);
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                answer.header("Content-Type").orElseThrow().toLowerCase());
        for (String line : answer.text().split("\n")) {
            if (!line.startsWith("#")) {
                Matcher sample = SAMPLE.matcher(line);
                assertTrue(sample.matches(), line);
                assertEquals(null, samples.put(sample.group(1), Double.valueOf(sample.group(2))), line);
            }
        }
        return samples;
    }

    @Test
    void countsRequestsByRouteAndNamesNoModel() {
        String route =
                "modeldock_http_request_duration_seconds_count{method=\"GET\",route=\"/v1/models\",status=\"200\"}";
        double before = scrape().getOrDefault(route, 0.0);
        dock.http().get("/v1/models?search=bert").expect(200);
        dock.http().get("/v1/models").expect(200);
        Map<String, Double> after = scrape();
        assertEquals(before + 2, after.get(route));
        dock.http().get("/no/such/thing/at/all").expect(404);
        assertFalse(scrape().keySet().stream().anyMatch(name -> name.contains("bert") || name.contains("such")));
    }

    @Test
    void inventedMethodsAreOneSeries() {
        int before = scrape().size();
        for (int i = 0; i < 50; i++) {
            RawHttp.ask(dock.port(), "M" + i + " /v1/models HTTP/1.1", "Host: localhost");
        }
        Map<String, Double> after = scrape();
        assertTrue(
                after.size() < before + 30, () -> "one histogram more, not fifty: " + after.size() + " of " + before);
        assertFalse(after.keySet().stream().anyMatch(name -> name.contains("method=\"M")));
    }

    @Test
    void countsBytesThatGoOut() {
        String handed = "modeldock_handed_out_bytes_total{source=\"session\"}";
        double before = scrape().getOrDefault(handed, 0.0);
        int first = dock.http()
                .get("/v1/models/local/tiny-bert/files/config.json")
                .expect(200)
                .body()
                .length;
        int second = dock.http()
                .get("/local/tiny-bert/resolve/main/config.json")
                .expect(200)
                .body()
                .length;
        dock.http().head("/local/tiny-bert/resolve/main/config.json").expect(200);
        assertEquals(before + first + second, scrape().get(handed));
    }

    @Test
    void tellsWhatThereIs() {
        Map<String, Double> samples = scrape();
        assertEquals(1, samples.get("modeldock_jobs{kind=\"import\",state=\"done\"}"));
        assertEquals(1, samples.get("modeldock_models"));
        assertEquals(1, samples.get("modeldock_versions"));
        assertTrue(samples.get("modeldock_imported_bytes_total{source=\"session\"}") > 0, samples::toString);
        assertTrue(samples.get("modeldock_blob_bytes") > 0 && samples.get("modeldock_version_bytes") > 0);
        assertTrue(samples.get("modeldock_database_bytes") > 0 && samples.get("modeldock_database_writes_total") > 0);
        assertTrue(samples.get("modeldock_disk_free_bytes") >= samples.get("modeldock_disk_available_bytes"));
        assertTrue(samples.get("jvm_memory_used_bytes{area=\"heap\"}") > 0, samples::toString);
    }

    @Test
    void speaksOpenMetricsToThoseWhoAskForIt() {
        Answer answer = dock.http()
                .with("Accept", "application/openmetrics-text; version=1.0.0")
                .get("/metrics")
                .expect(200);
        assertTrue(answer.header("Content-Type").orElseThrow().startsWith("application/openmetrics-text"));
        assertTrue(answer.text().endsWith("# EOF\n"), answer::toString);
    }

    @Test
    void needsAKeyWhereOneIsNeeded() {
        dock.http().with("X-Forwarded-For", "192.0.2.1").get("/metrics").expect(401);
        String key = dock.http()
                .post("/v1/keys", Map.of("name", "prometheus", "scopes", "Import Model"))
                .expect(201)
                .json()
                .path("key")
                .asText();
        dock.http().key(key).get("/metrics").expect(403);
    }
}
