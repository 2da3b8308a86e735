package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that search for good parameters, on the running jar with a pack whose quality depends on its learning rate. */
class TaoAutomlIT {
    private static final String NOBODY = "22222222-2222-2222-2222-222222222222";
    private static final ObjectMapper JSON = new ObjectMapper();
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
    private TaoApi tao;
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
        tao = new TaoApi(dock.http(), NOBODY);
    }

    @AfterEach
    void stop() {
        if (dock != null) {
            assertEquals(List.of(), dock.faults());
            dock.close();
        }
    }

    private String model(Map<String, Object> automl) {
        String model = tao.model("dino");
        ObjectNode body = JSON.createObjectNode().put("automl_enabled", true);
        automl.forEach((key, value) -> body.set(key, JSON.valueToTree(value)));
        tao.ask("PATCH", model, body.toString()).expect(200);
        ObjectNode spec = (ObjectNode) tao.shown(model + "/specs/train/schema").path("default");
        ((ObjectNode) spec.path("train")).put("num_epochs", 2);
        tao.post(model + "/specs/train", spec.toString()).expect(201);
        return model;
    }

    private static double best(JsonNode job) {
        JsonNode told = job.path("result").path("automl_result").path(0);
        assertEquals("best_map", told.path("metric").asText(), job::toString);
        return told.path("value").asDouble();
    }

    @Test
    void aBayesianSearchMakesItsTrialsAndItsBestIsTheVersion() throws IOException {
        String model = model(Map.of("automl_algorithm", "Bayesian", "automl_max_recommendations", 6));
        String id = tao.submitted(model, "train");
        JsonNode job = tao.ended(model, id);
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
        List<String> log = tao.get(model + "/job/" + id + "/logs")
                .expect(200)
                .text()
                .lines()
                .toList();
        assertEquals(12, log.size(), log::toString);
        String evaluation = tao.submit(model, "{\"job\":\"" + id + "\",\"actions\":[\"evaluate\"]}")
                .get(0);
        assertEquals("Done", tao.ended(model, evaluation).path("status").asText());
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
        JsonNode job = tao.ended(model, tao.submitted(model, "train"));
        assertEquals("Done", job.path("status").asText(), job::toString);
        List<String> spans =
                lines(runs).stream().map(line -> line.substring(13)).toList();
        assertEquals(List.of("0 1", "0 1", "0 1", "0 1", "1 2", "1 2", "2 4"), spans);
    }

    @Test
    void aSearchThatWasCutOffOrCancelledGoesOn() throws IOException {
        Path wait = Files.createFile(temp.resolve("runs.wait"));
        String model = model(Map.of("automl_max_recommendations", 3));
        String id = tao.submitted(model, "train");
        Await.until("the first trial", Await.PATIENCE, () -> Files.exists(runs), yes -> yes);
        dock.kill9();
        dock.startAgain();
        tao = new TaoApi(dock.http(), NOBODY);
        assertEquals(
                "Running",
                Await.until(
                        "the search to go on",
                        Await.PATIENCE,
                        () -> tao.job(model, id).path("status").asText(),
                        "Running"::equals));
        tao.post(model + "/job/" + id + "/cancel", null).expect(200);
        JsonNode cancelled = tao.ended(model, id);
        assertEquals("Error", cancelled.path("status").asText());
        Files.delete(wait);
        tao.post(model + "/job/" + id + "/resume", null).expect(200);
        assertEquals("Done", tao.ended(model, id).path("status").asText());
        assertEquals(4, lines(runs).size(), () -> "three trials, and one that went on: " + lines(runs));
    }

    @Test
    void aSearchThatCannotBeSaysWhy() throws IOException {
        Files.createFile(temp.resolve("runs.fail"));
        String model = model(Map.of("automl_max_recommendations", 9));
        JsonNode job = tao.ended(model, tao.submitted(model, "train"));
        assertEquals("Error", job.path("status").asText());
        String said = job.path("result").toString();
        assertTrue(said.contains("out of memory") && said.contains("3 experiments"), said);
        assertEquals(3, lines(runs).size());
        String other = model(Map.of("metric", "sharpness", "automl_max_recommendations", 1));
        Files.delete(temp.resolve("runs.fail"));
        String text =
                tao.ended(other, tao.submitted(other, "train")).path("result").toString();
        assertTrue(text.contains("sharpness") && text.contains("val_mAP"), text);
        assertFalse(text.contains("Exception"), text);
    }
}
