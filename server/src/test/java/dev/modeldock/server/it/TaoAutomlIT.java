package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that search for good parameters, on the running jar with a pack whose quality depends on its learning rate. */
class TaoAutomlIT {
    private static final String USER = "/api/v1/user/22222222-2222-2222-2222-222222222222";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
    /** Good near a learning rate of 2e-4, and better the longer it trains; it goes on from its last epoch. */
    private static final String TRAINER = """
            import json, math, os, sys, time
            spec, results, resume = json.load(open(sys.argv[1])), sys.argv[2], sys.argv[3]
            def say(status, **more):
                line = {"date": "1/2/2024", "time": "3:4:5", "status": status, "verbosity": "INFO"}
                open(results + "/status.json", "a").write(json.dumps({**line, **more}) + "\\n")
            if sys.argv[4] == "evaluate":
                open(os.environ["RUNS"], "a").write("evaluate " + os.path.basename(sys.argv[5]) + "\\n")
                say("SUCCESS", message="done")
                sys.exit()
            lr, epochs = spec["train"]["optim"]["lr"], spec["train"]["num_epochs"]
            first = int(open(results + "/checkpoint").read()) if resume else 0
            open(os.environ["RUNS"], "a").write(f"{results[-12:]} {first} {epochs}\\n")
            if os.path.exists(os.environ["RUNS"] + ".fail"):
                say("FAILURE", message="out of memory")
                sys.exit(3)
            say("STARTED", message="Starting")
            for epoch in range(first + 1, epochs + 1):
                quality = -abs(math.log10(lr) - math.log10(2e-4)) - 1 / epoch
                say("RUNNING", epoch=epoch, max_epoch=epochs, kpi={"val_mAP": quality})
                open(results + "/checkpoint", "w").write(str(epoch))
                while os.path.exists(os.environ["RUNS"] + ".wait"):
                    time.sleep(0.05)
            open(results + "/weights.bin", "w").write(str(lr))
            say("SUCCESS", message="done")
            """;

    @TempDir
    Path temp;

    private RunningDock dock;
    private Path runs;

    @BeforeEach
    void start() throws IOException {
        List.of("python3", "setsid").forEach(Tools::need);
        runs = temp.resolve("runs");
        Path pack = Files.createDirectories(temp.resolve("data/actions/searcher"));
        Files.writeString(pack.resolve("train.py"), TRAINER);
        Files.writeString(pack.resolve("action.json"), """
                {"architectures": ["dino"], "actions": ["train", "evaluate"],
                 "command": ["python3", "train.py", "{spec}", "{results}", "{resume}", "{action}", "{parent}"],
                 "spec": "json", "pausable": true, "environment": {"RUNS": "%s"}}""".formatted(runs));
        dock = RunningDock.on(temp.resolve("data"));
    }

    @AfterEach
    void stop() {
        if (dock != null) {
            assertEquals(List.of(), dock.faults());
            dock.close();
        }
    }

    private String model(Map<String, Object> automl) throws IOException {
        String id = dock.http()
                .post(USER + "/model", Map.of("network_arch", "dino"))
                .expect(201)
                .json()
                .path("id")
                .asText();
        ObjectNode body = JSON.createObjectNode().put("automl_enabled", true);
        automl.forEach((key, value) -> body.set(key, JSON.valueToTree(value)));
        dock.http()
                .json("PATCH", USER + "/model/" + id, JSON.convertValue(body, MAP))
                .expect(200);
        ObjectNode spec = (ObjectNode) dock.http()
                .get(USER + "/model/" + id + "/specs/train/schema")
                .expect(200)
                .json()
                .path("default");
        ((ObjectNode) spec.path("train")).put("num_epochs", 2);
        dock.http()
                .json("POST", USER + "/model/" + id + "/specs/train", JSON.convertValue(spec, MAP))
                .expect(201);
        return id;
    }

    private String train(String model) {
        JsonNode ids = dock.http()
                .post(USER + "/model/" + model + "/job", Map.of("actions", List.of("train")))
                .expect(201)
                .json();
        assertEquals(1, ids.size());
        return ids.get(0).asText();
    }

    private JsonNode job(String model, String id) {
        return dock.http()
                .get(USER + "/model/" + model + "/job/" + id)
                .expect(200)
                .json();
    }

    private JsonNode ended(String model, String id) {
        return Await.until(
                "the end of the search",
                Await.PATIENCE,
                () -> job(model, id),
                job -> Set.of("Done", "Error").contains(job.path("status").asText()));
    }

    private static double best(JsonNode job) {
        JsonNode told = job.path("result").path("automl_result").path(0);
        assertEquals("best_map", told.path("metric").asText(), job::toString);
        return told.path("value").asDouble();
    }

    @Test
    void aBayesianSearchMakesItsTrialsAndItsBestIsTheVersion() throws IOException {
        String model = model(Map.of("automl_algorithm", "Bayesian", "automl_max_recommendations", 6));
        String id = train(model);
        JsonNode job = ended(model, id);
        assertEquals("Done", job.path("status").asText(), job::toString);
        List<String> said = Files.readAllLines(runs);
        assertEquals(6, said.size(), said::toString);
        assertTrue(best(job) > -1.5, job::toString);
        assertEquals("5", job.at("/result/stats/0/value").asText(), () -> "the number of the last experiment: " + job);
        Path results = temp.resolve("data/results/" + id);
        double lr = Double.parseDouble(Files.readString(results.resolve("best_model/weights.bin")));
        assertEquals(best(job), -Math.abs(Math.log10(lr) - Math.log10(2e-4)) - 0.5, 1e-9);
        try (var kept = Files.list(results)) {
            assertTrue(
                    kept.filter(Files::isDirectory)
                            .filter(each -> each.getFileName().toString().startsWith("experiment_"))
                            .noneMatch(each -> Files.exists(each.resolve("weights.bin"))),
                    "only the best keeps its weights");
        }
        List<String> log = dock.http()
                .get(USER + "/model/" + model + "/job/" + id + "/logs")
                .expect(200)
                .text()
                .lines()
                .toList();
        assertEquals(12, log.size(), log::toString);
        String evaluation = dock.http()
                .post(USER + "/model/" + model + "/job", Map.of("job", id, "actions", List.of("evaluate")))
                .expect(201)
                .json()
                .path(0)
                .asText();
        assertEquals("Done", ended(model, evaluation).path("status").asText());
        assertEquals("evaluate best_model", lines(runs).get(6));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void halvingGoesOnWithTheBestFromWhereTheyStopped() throws IOException {
        String model = model(Map.of("automl_algorithm", "HyperBand", "automl_R", 4, "automl_nu", 2));
        JsonNode job = ended(model, train(model));
        assertEquals("Done", job.path("status").asText(), job::toString);
        List<String> spans =
                lines(runs).stream().map(line -> line.substring(13)).toList();
        assertEquals(List.of("0 1", "0 1", "0 1", "0 1", "1 2", "1 2", "2 4"), spans);
    }

    @Test
    void aSearchThatWasCutOffOrCancelledGoesOn() throws IOException {
        Path wait = Files.createFile(temp.resolve("runs.wait"));
        String model = model(Map.of("automl_max_recommendations", 3));
        String id = train(model);
        Await.until("the first trial", Await.PATIENCE, () -> Files.exists(runs), yes -> yes);
        dock.kill9();
        dock.startAgain();
        assertEquals(
                "Running",
                Await.until(
                        "the search to go on",
                        Await.PATIENCE,
                        () -> job(model, id).path("status").asText(),
                        "Running"::equals));
        dock.http()
                .post(USER + "/model/" + model + "/job/" + id + "/cancel", Map.of())
                .expect(200);
        JsonNode cancelled = ended(model, id);
        assertEquals("Error", cancelled.path("status").asText());
        Files.delete(wait);
        dock.http()
                .post(USER + "/model/" + model + "/job/" + id + "/resume", Map.of())
                .expect(200);
        assertEquals("Done", ended(model, id).path("status").asText());
        assertEquals(4, lines(runs).size(), () -> "three trials, and one that went on: " + lines(runs));
    }

    @Test
    void aSearchThatCannotBeSaysWhy() throws IOException {
        Files.createFile(temp.resolve("runs.fail"));
        String model = model(Map.of("automl_max_recommendations", 9));
        JsonNode job = ended(model, train(model));
        assertEquals("Error", job.path("status").asText());
        String said = job.path("result").toString();
        assertTrue(said.contains("out of memory") && said.contains("3 experiments"), said);
        assertEquals(3, lines(runs).size());
        String other = model(Map.of("metric", "sharpness", "automl_max_recommendations", 1));
        Files.delete(temp.resolve("runs.fail"));
        String text = ended(other, train(other)).path("result").toString();
        assertTrue(text.contains("sharpness") && text.contains("val_mAP"), text);
        assertFalse(text.contains("Exception"), text);
    }
}
