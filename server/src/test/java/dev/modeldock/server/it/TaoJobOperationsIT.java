package dev.modeldock.server.it;

import static dev.modeldock.server.it.TaoApi.NOBODYS;
import static dev.modeldock.server.it.TaoApi.assertRefused;
import static dev.modeldock.server.it.TaoApi.assertRefusedSo;
import static dev.modeldock.server.it.TaoApi.assertWhole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs, sections 1.7, 1.8, 1.10, 1.11, 1.15, 1.16, 2.7 to 2.10 and 2.14 to 2.16 of the document: a test for each operation
 * compares the whole body, the headers and the sentence of each refusal.
 */
class TaoJobOperationsIT {
    private static final List<String> JSON = List.of("content-type: application/json");

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Path wait;

    private TaoApi tao;
    private Work dataset;
    private Work model;

    /** Something with an action that tells what is expected of it, and begins with nothing. */
    private record Work(String path, String action, String noun, String result) {
        String job(String id) {
            return path + "/job/" + id;
        }

        String request() {
            return "{\"job\":null,\"actions\":[\"" + action + "\"]}";
        }
    }

    @BeforeAll
    static void start() {
        wait = temp.resolve("wait");
        TaoPacks.detection(temp.resolve("data"), wait);
        dock = RunningDock.on(temp.resolve("data"));
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    @BeforeEach
    void newUser() {
        tao = TaoApi.somebody(dock.http());
        String kitti = tao.dataset("object_detection", "kitti");
        byte[] one = "car 1\n".getBytes(StandardCharsets.UTF_8);
        tao.upload(kitti, "d.tar", Archives.tar(Map.of("images/a.png", one, "labels/a.txt", one)))
                .expect(201);
        dataset = new Work(kitti, "convert", "dataset", result("null", "", "").replace("\"categorical\":[]", """
                        "categorical":[{"metric":"num_objects","category_wise_values":
                        [{"category":"car","value":2.0},{"category":"person","value":1.0}]}]"""));
        String detectnet = tao.model("detectnet_v2");
        ObjectNode spec =
                (ObjectNode) tao.shown(detectnet + "/specs/train/schema").get("default");
        spec.withObject("/training_config").put("num_epochs", 2);
        tao.post(detectnet + "/specs/train", spec.toString()).expect(201);
        model = new Work(
                detectnet,
                "train",
                "model",
                result(
                        "2",
                        "{\"metric\":\"val_loss\",\"values\":{\"1\":0.1,\"2\":0.2}}",
                        "{\"metric\":\"loss\",\"units\":null,\"values\":{\"1\":0.1,\"2\":0.2},\"x_min\":0,\"x_max\":2,"
                                + "\"y_min\":0.0,\"y_max\":0.2}"));
    }

    private static String result(String epochs, String kpi, String graphical) {
        String time = epochs.equals("null") ? "null" : "\"0:00:01\"";
        String eta = epochs.equals("null") ? "null" : "\"0:00:00\"";
        return """
                {"categorical":[],"cur_iter":null,"detailed_status":{"date":"D","time":"T","status":"SUCCESS",
                 "message":"ACTION finished successfully."},"epoch":%s,"max_epoch":%1$s,"eta":%s,"time_per_epoch":%s,
                 "time_per_iter":null,"kpi":[%s],"graphical":[%s]}""".formatted(epochs, eta, time, kpi, graphical);
    }

    @AfterEach
    void letGo() throws IOException {
        Files.deleteIfExists(wait);
    }

    private static JsonNode shape(Work work, String id, String status, String result) {
        return Answer.parse("""
                {"id":"%s","parent_id":null,"action":"%s","created_on":"DATE","last_modified":"DATE","status":"%s",
                 "result":%s}""".formatted(id, work.action(), status, result.replace("ACTION", work.action())));
    }

    /** The job of an answer; when its command said something last is only looked at for its form. */
    private static JsonNode timeless(JsonNode job) {
        if (job.at("/result/detailed_status") instanceof ObjectNode status) {
            assertTrue(status.path("date").asText().matches("([1-9]\\d?/[1-9]\\d?/\\d{4})?"), status::toString);
            assertTrue(status.path("time").asText().matches("(\\d\\d?:\\d\\d?:\\d\\d?)?"), status::toString);
            status.put("date", "D").put("time", "T");
        }
        return job;
    }

    /** Nobody's handler, somebody else's, nobody's job, and no UUID. */
    private void assertAbsent(String method, String path, String handler, String job) {
        String nobodys = path.replaceFirst("[0-9a-f]{8}-[0-9a-f-]{27}", NOBODYS);
        String body = method.equals("POST") ? "{\"job\":null,\"actions\":[\"train\"]}" : null;
        assertRefused(404, handler, tao.ask(method, nobodys, body));
        assertRefused(404, handler, TaoApi.somebody(dock.http()).ask(method, path, body));
        String noJob = path.replaceFirst("/job/[0-9a-f-]{36}", "/job/" + NOBODYS);
        if (!noJob.equals(path)) {
            assertRefused(job.equals("Action not train") ? 400 : 404, job, tao.ask(method, noJob, body));
        }
        tao.assertUuids(method, path, body);
    }

    private String running(Work work) throws IOException {
        Files.createFile(wait);
        String id = tao.submitted(work.path(), work.action());
        Await.until(
                "it runs",
                () -> tao.job(work.path(), id),
                job -> job.at("/result/detailed_status/message").asText().length() > 1);
        return id;
    }

    @Test
    void op107ListDatasetJobs() {
        list(dataset);
    }

    @Test
    void op207ListModelJobs() {
        list(model);
    }

    private void list(Work work) {
        assertWhole(
                200,
                List.of("content-type: application/json", "x-pagination-total: 0"),
                "[]",
                tao.get(work.path() + "/job"));
        String first = tao.submitted(work.path(), work.action());
        tao.done(work.path(), first);
        String second = tao.submitted(work.path(), work.action());
        tao.done(work.path(), second);
        Answer both = tao.get(work.path() + "/job").expect(200);
        TaoApi.assertHeaders(List.of("content-type: application/json", "x-pagination-total: 2"), both);
        JsonNode list = TaoApi.dateless(both);
        list.forEach(TaoJobOperationsIT::timeless);
        JsonNode shapes = Answer.JSON
                .createArrayNode()
                .add(shape(work, second, "Done", work.result()))
                .add(shape(work, first, "Done", work.result()));
        assertEquals(shapes, list);
        Answer page = tao.get(work.path() + "/job?sort=date-ascending&skip=1&size=1");
        TaoApi.assertHeaders(List.of("content-type: application/json", "x-pagination-total: 2"), page);
        assertEquals(1, page.json().size());
        assertEquals(second, page.json().path(0).path("id").asText());
        assertAbsent("GET", work.path() + "/job", work.noun() + " not found", "");
    }

    @Test
    void op108RunDatasetJobs() {
        run(dataset);
    }

    @Test
    void op208RunModelJobs() {
        run(model);
        Answer chain = tao.post(
                model.path() + "/job", "{\"job\":null,\"actions\":[\"train\",\"evaluate\",\"prune\",\"retrain\"]}");
        TaoApi.assertHeaders(JSON, chain.expect(201));
        JsonNode ids = chain.json();
        assertEquals(4, ids.size());
        int[] parents = {-1, 0, 0, 2};
        for (int i = 0; i < 4; i++) {
            JsonNode job = tao.job(model.path(), ids.get(i).asText());
            assertEquals(
                    parents[i] < 0 ? "null" : ids.get(parents[i]).asText(),
                    job.path("parent_id").asText("null"));
        }
        String lacking = tao.submit(model.path(), "{\"job\":null,\"actions\":[\"export\"]}")
                .get(0);
        tao.failed(model.path(), lacking, "works on the results of another job");
        ids.forEach(id -> tao.ended(model.path(), id.asText()));
    }

    private void run(Work work) {
        Answer one = tao.post(work.path() + "/job", work.request());
        assertWhole(201, "[\"" + one.json().path(0).asText() + "\"]", one);
        Answer two = tao.post(work.path() + "/job", "[" + work.request() + "," + work.request() + "]");
        assertEquals(2, two.expect(201).json().size(), "the document's list of requests");
        for (String wrong :
                List.of("{}", "{\"actions\":[]}", "{\"actions\":[\"bogus\"]}", "{\"actions\":[\"\",null]}")) {
            assertRefused(404, "action not found", tao.post(work.path() + "/job", wrong));
        }
        String half = "{\"job\":null,\"actions\":[\"" + work.action() + "\",\"bogus\"]}";
        assertRefused(404, "action not found", tao.post(work.path() + "/job", half));
        for (String parent : List.of(NOBODYS, "x")) {
            assertRefused(
                    404,
                    "job not found",
                    tao.post(work.path() + "/job", work.request().replace("null", "\"" + parent + "\"")));
        }
        assertRefusedSo(400, "The body is no request for jobs", tao.post(work.path() + "/job", "{\"actions\":7}"));
        assertRefusedSo(400, "The body is empty", tao.post(work.path() + "/job", ""));
        assertEquals(3, tao.shown(work.path() + "/job").size(), "nothing is made of what was refused");
        assertAbsent("POST", work.path() + "/job", work.noun() + " not found", "");
        tao.shown(work.path() + "/job")
                .forEach(job -> tao.done(work.path(), job.path("id").asText()));
    }

    @Test
    void op110RetrieveDatasetJob() throws IOException {
        retrieve(dataset);
    }

    @Test
    void op209RetrieveModelJob() throws IOException {
        retrieve(model);
    }

    private void retrieve(Work work) throws IOException {
        String first = running(work);
        String id = tao.submitted(work.path(), work.action());
        assertWhole(200, shape(work, id, "Pending", "{}").toString(), tao.get(work.job(id)));
        assertEquals("Running", tao.job(work.path(), first).path("status").asText());
        Files.delete(wait);
        tao.done(work.path(), id);
        Answer done = tao.get(work.job(id)).expect(200);
        TaoApi.assertHeaders(JSON, done);
        assertEquals(shape(work, id, "Done", work.result()), timeless(TaoApi.dateless(done)));
        assertAbsent("GET", work.job(id), "Dataset not found", "Job not found");
    }

    @Test
    void op111DeleteDatasetJob() throws IOException {
        delete(dataset);
    }

    private void delete(Work work) throws IOException {
        String id = running(work);
        assertRefused(400, "job cannot be deleted", tao.ask("DELETE", work.job(id), null));
        Files.delete(wait);
        tao.done(work.path(), id);
        assertAbsent("DELETE", work.job(id), work.noun() + " not found", "job not found");
        assertWhole(200, "{}", tao.ask("DELETE", work.job(id), null));
        assertRefused(404, "job not found", tao.ask("DELETE", work.job(id), null));
        assertRefused(404, "Job not found", tao.get(work.job(id)));
        assertTrue(Files.notExists(dock.data().resolve("results").resolve(id)));
    }

    @Test
    void op210CancelModelJobAsTheDocumentHasIt() throws IOException {
        cancel(model, "");
        delete(model);
    }

    @Test
    void op115CancelDatasetJob() throws IOException {
        cancel(dataset, "/cancel");
    }

    @Test
    void op214CancelModelJob() throws IOException {
        cancel(model, "/cancel");
    }

    private void cancel(Work work, String route) throws IOException {
        String running = running(work);
        String pending = tao.submitted(work.path(), work.action());
        for (String id : List.of(pending, running)) {
            assertWhole(200, "{}", tao.post(work.job(id) + route, null));
            JsonNode job = tao.failed(work.path(), id, "The job was cancelled by");
            assertEquals(7, job.size(), job::toPrettyString);
            assertRefused(404, "incomplete job not found", tao.post(work.job(id) + route, null));
        }
        Files.delete(wait);
        String done = tao.submitted(work.path(), work.action());
        tao.done(work.path(), done);
        assertRefused(404, "incomplete job not found", tao.post(work.job(done) + route, null));
        assertAbsent("POST", work.job(done) + route, work.noun() + " not found", "job not found");
    }

    @Test
    void op215ResumeModelJob() throws IOException {
        String id = running(model);
        assertRefused(400, "Action cannot be resumed", tao.post(model.job(id) + "/resume", null));
        tao.post(model.job(id) + "/cancel", null).expect(200);
        tao.failed(model.path(), id, "cancelled");
        Files.delete(wait);
        assertWhole(200, "{}", tao.post(model.job(id) + "/resume", null));
        tao.done(model.path(), id);
        assertRefused(400, "Action cannot be resumed", tao.post(model.job(id) + "/resume", null));
        String evaluate = tao.submit(model.path(), "{\"job\":\"" + id + "\",\"actions\":[\"evaluate\"]}")
                .get(0);
        tao.done(model.path(), evaluate);
        assertRefused(400, "Action not train", tao.post(model.job(evaluate) + "/resume", null));
        assertAbsent("POST", model.job(id) + "/resume", "Model not found", "Action not train");
    }

    @Test
    void op116DownloadDatasetJob() throws IOException {
        download(dataset, Set.of("runs.txt", "status.json", "tfrecords/tfrecords-fold-000", "logs_from_toolkit.txt"));
    }

    @Test
    void op216DownloadModelJob() throws IOException {
        download(
                model,
                Set.of("runs.txt", "status.json", "weights/checkpoint", "weights/model.tlt", "logs_from_toolkit.txt"));
    }

    private void download(Work work, Set<String> files) throws IOException {
        String first = running(work);
        String waiting = tao.submitted(work.path(), work.action());
        assertRefused(404, "job output not found", tao.get(work.job(waiting) + "/download"));
        assertTrue(tao.downloaded(work.path(), first).containsKey("status.json"), "in any state");
        Files.delete(wait);
        tao.done(work.path(), waiting);
        Answer answer = tao.get(work.job(waiting) + "/download").expect(200);
        assertEquals("application/x-tar", answer.header("Content-Type").orElse("none"));
        assertEquals(
                "attachment; filename=\"%s.tar.gz\"; filename*=UTF-8''%1$s.tar.gz".formatted(waiting),
                answer.header("Content-Disposition").orElse("none"));
        assertEquals("nosniff", answer.header("X-Content-Type-Options").orElse("none"));
        assertEquals(files, tao.downloaded(work.path(), waiting).keySet());
        assertAbsent("GET", work.job(waiting) + "/download", work.noun() + " not found", "job not found");
    }
}
