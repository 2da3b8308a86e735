package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values that nobody means well with, in every field of every body: each is taken and answered as what it is, or refused
 * and then nothing has changed; and whatever came, the lists answer.
 */
class TaoHostileIT {
    /** Field and type: t text, k key, u URL, f truth, i whole number, l references, r one reference. */
    private static final Map<String, String> DATASET_FIELDS =
            Map.of("name", "t", "description", "t", "version", "t", "logo", "u", "type", "t", "format", "t");

    private static final Map<String, String> MODEL_FIELDS = new LinkedHashMap<>();
    private static final String BASE = "\"automl_enabled\":true";

    static {
        Stream.of(
                        "name t, description t, version t, logo u, ngc_path t, encryption_key k, network_arch t",
                        "read_only f, public f, automl_enabled f, automl_delete_intermediate_ckpt f",
                        "automl_algorithm t, metric t, automl_add_hyperparameters t, automl_remove_hyperparameters t",
                        "automl_max_recommendations i, automl_R i, automl_nu i, epoch_multiplier i",
                        "train_datasets l, ptm l, eval_dataset r, inference_dataset r, calibration_dataset r")
                .flatMap(line -> Stream.of(line.split(", ")))
                .map(each -> each.split(" "))
                .forEach(each -> MODEL_FIELDS.put(each[0], each[1]));
    }

    @TempDir
    static Path temp;

    private static RunningDock dock;

    private TaoApi tao;

    @BeforeAll
    static void start() {
        TaoPacks.detection(temp.resolve("data"), temp.resolve("wait"));
        dock = RunningDock.with(temp.resolve("data")).jvm("-Xmx192m").start();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    @BeforeEach
    void newUser() {
        tao = TaoApi.somebody(dock.http());
    }

    @AfterEach
    void theListsAnswer() {
        for (String list : List.of("/dataset", "/model")) {
            int total = tao.shown(list + "?sort=name-ascending").size();
            JsonNode all = tao.shown(list);
            assertEquals(total, all.size());
            for (JsonNode each : all) {
                assertTrue(tao.shown(list + "/" + each.path("id").asText()).has("jobs"));
            }
        }
    }

    /** Values in JSON, each with the types of field that it is right for. */
    private static Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("5", "i");
        values.put("-0", "i");
        values.put("9223372036854775808", "");
        values.put("1.5", "");
        values.put("1e400", "");
        values.put("-1e400", "");
        values.put("1" + "0".repeat(400), "");
        values.put("1E-400", "");
        values.put("true", "f");
        values.put("[]", "lr");
        values.put("{}", "");
        values.put("[[]]", "");
        values.put("[null]", "");
        values.put("[5]", "");
        values.put("{\"$ref\":\"x\"}", "");
        values.put("[".repeat(400) + "]".repeat(400), "");
        values.put("{\"a\":".repeat(400) + "1" + "}".repeat(400), "");
        values.put("\"\\ud800\"", "");
        values.put("\"\\udc00x\"", "");
        values.put("\"" + "x".repeat(10_001) + "\"", "");
        values.put("\"\\u0000\\ufffe\\u202e\"", "t");
        values.put("\"x\"", "tk");
        values.put("null", "tkufilr");
        return values;
    }

    static Stream<String> datasetFields() {
        return DATASET_FIELDS.keySet().stream();
    }

    static Stream<String> modelFields() {
        return MODEL_FIELDS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("datasetFields")
    void aDatasetsFieldTakesNothingButItsOwn(String field) {
        String made = tao.dataset("object_detection", "raw");
        values().forEach((value, types) -> {
            String body = "{\"" + field + "\":" + value + "}";
            boolean told = field.equals("type") || field.equals("format");
            judge(made, body, types.contains(DATASET_FIELDS.get(field)) && (!told || value.equals("null")));
            String whole = "{\"type\":\"object_detection\",\"format\":\"raw\",\"" + field + "\":" + value + "}";
            if (!told) {
                assertMade("/dataset", whole, types.contains(DATASET_FIELDS.get(field)));
            } else {
                assertMade("/dataset", "{\"type\":\"ocrnet\",\"" + field + "\":" + value + "}", false);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("modelFields")
    void aModelsFieldTakesNothingButItsOwn(String field) {
        String made = tao.model("detectnet_v2");
        values().forEach((value, types) -> {
            String automl = field.equals("automl_enabled") || !automl(field) ? "" : BASE + ",";
            boolean arch = field.equals("network_arch");
            boolean good = types.contains(MODEL_FIELDS.get(field)) && (!arch || value.equals("null"));
            judge(made, "{" + automl + "\"" + field + "\":" + value + "}", good);
            if (!arch) {
                assertMade(
                        "/model",
                        "{" + automl + "\"network_arch\":\"detectnet_v2\",\"" + field + "\":" + value + "}",
                        good);
            }
        });
        // So that no other test has it in its lists.
        tao.shown("/model")
                .forEach(each -> tao.ask("PATCH", "/model/" + each.path("id").asText(), "{\"public\":false}"));
    }

    private static boolean automl(String field) {
        return field.startsWith("automl_") || field.equals("metric") || field.equals("epoch_multiplier");
    }

    /** A change is made, or nothing has changed. */
    private void judge(String path, String body, boolean good) {
        for (String method : List.of("PUT", "PATCH")) {
            String before = tao.get(path).expect(200).text();
            Answer answer = tao.ask(method, path, body);
            String shown = body.substring(0, Math.min(120, body.length()));
            assertEquals(good ? 200 : 400, answer.status(), () -> shown + "\n" + answer);
            String after = tao.get(path).expect(200).text();
            assertEquals(good ? answer.text() : before, after, shown);
        }
    }

    private void assertMade(String list, String body, boolean good) {
        String before = tao.get(list).header("X-Pagination-Total").orElseThrow();
        Answer answer = tao.post(list, body);
        assertEquals(
                good ? 201 : 400,
                answer.status(),
                () -> body.substring(0, Math.min(120, body.length())) + "\n" + answer);
        String after = tao.get(list).header("X-Pagination-Total").orElseThrow();
        assertEquals(Integer.parseInt(before) + (good ? 1 : 0), Integer.parseInt(after), body);
        if (!good) {
            TaoClient.refused(400, "", answer);
        }
    }

    @Test
    void aJobsFieldsTakeNothingButTheirOwn() {
        String model = tao.model("detectnet_v2");
        values().forEach((value, types) -> {
            boolean none = value.equals("null");
            for (String body : List.of(
                    "{\"job\":" + value + ",\"actions\":[\"bogus\"]}",
                    "{\"job\":null,\"actions\":" + value + "}",
                    "{\"job\":null,\"actions\":[\"train\"," + value + "]}",
                    "[{\"job\":null,\"actions\":[\"train\"]}," + value + "]")) {
                Answer answer = tao.post(model + "/job", body);
                assertTrue(
                        answer.status() == 400 || answer.status() == 404,
                        () -> body.substring(0, Math.min(120, body.length())) + " " + none + "\n" + answer);
                TaoClient.refused(answer.status(), "", answer);
            }
        });
        assertEquals("[]", tao.get(model + "/job").text().strip(), "nothing is made of what was refused");
    }

    @Test
    void noOneAsksForMoreJobsAtOnceThanAreTaken() {
        String model = tao.model("detectnet_v2");
        String many = "\"train\",".repeat(20_000);
        String one = "{\"job\":null,\"actions\":[" + many + "\"train\"]}";
        TaoApi.assertRefusedSo(413, "20001 actions were asked for", tao.post(model + "/job", one));
        String list = "[" + "{\"actions\":[\"bogus\"]},".repeat(100) + "{\"actions\":[\"train\"]}]";
        TaoApi.assertRefusedSo(400, "The body is no request for jobs", tao.post(model + "/job", list));
        assertEquals("[]", tao.get(model + "/job").text().strip());
    }

    /** Places in specs, with the JSON that their schema takes there. */
    @ParameterizedTest
    @ValueSource(strings = {"/num_shards i", "/image_extension t", "/val_split n", "/num_partitions i"})
    void aSpecsFieldTakesNothingButItsOwn(String place) {
        String field = place.substring(1, place.indexOf(' '));
        String type = place.substring(place.indexOf(' ') + 1);
        String kitti = tao.dataset("object_detection", "kitti");
        String spec = kitti + "/specs/convert";
        String usual = "{\"kitti_config\":{\"image_extension\":\".png\",\"num_shards\":2}}";
        tao.post(spec, usual).expect(201);
        values().forEach((value, types) -> {
            String before = tao.get(spec).text();
            String whole = "{\"kitti_config\":{\"image_extension\":\".png\",\"" + field + "\":" + value + "}}";
            String body = field.equals("image_extension") ? whole.replace("\"image_extension\":\".png\",", "") : whole;
            for (String method : List.of("POST", "PUT")) {
                Answer answer = tao.ask(method, spec, body);
                boolean number = value.matches("-?[0-9].*");
                if (type.equals("t") ? !value.startsWith("\"") : !number) {
                    assertEquals(400, answer.status(), () -> method + " " + value + "\n" + answer);
                }
                String after = tao.get(spec).expect(200).text();
                assertEquals(answer.status() == 400 ? before : answer.text(), after);
                Answer.parse(after);
                assertFalse(after.contains("Infinity") || after.contains("NaN"), after);
                tao.post(spec, usual).expect(201);
                before = tao.get(spec).text();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u0000",
                "null",
                "[]",
                "5",
                "\"text\"",
                "{",
                "{\"a\":1,\"a\":2}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"name\":NaN}",
                "{\"name\":Infinity}",
                "{\"a\":1e400}x",
                "{} {}",
                "{\"a\":01}",
                "{\"name\":\"\t\"}",
                "\ufeff{}[",
                "{'name':'x'}",
                "<xml/>",
                "name=x&type=y"
            })
    void whatIsNoObjectIsRefusedEverywhere(String body) {
        String dataset = tao.dataset("object_detection", "kitti");
        String model = tao.model("detectnet_v2");
        List<String> before = List.of(tao.get(dataset).text(), tao.get(model).text());
        for (String[] each : new String[][] {
            {"POST", "/dataset"},
            {"POST", "/model"},
            {"PUT", dataset},
            {"PATCH", dataset},
            {"PUT", model},
            {"PATCH", model},
            {"POST", dataset + "/specs/convert"},
            {"POST", model + "/specs/train"}
        }) {
            TaoClient.refused(400, "", tao.ask(each[0], each[1], body));
        }
        for (String handler : List.of(dataset, model)) {
            Answer answer = tao.post(handler + "/job", body);
            assertTrue(body.equals("[]") ? answer.text().equals("[]\n") : answer.status() == 400, answer::toString);
        }
        assertEquals(before, List.of(tao.get(dataset).text(), tao.get(model).text()));
        assertEquals(1, tao.shown("/dataset").size());
        assertEquals(1, tao.shown("/model").size());
    }

    @Test
    void fiftyMegabytesAreRefusedEverywhere() {
        String dataset = tao.dataset("object_detection", "kitti");
        String model = tao.model("detectnet_v2");
        String huge = "{\"name\":\"" + "x".repeat(50 << 20) + "\"}";
        for (String[] each : new String[][] {
            {"POST", "/dataset"},
            {"POST", "/model"},
            {"PUT", dataset},
            {"PATCH", model},
            {"POST", dataset + "/specs/convert"},
            {"PUT", model + "/specs/train"},
            {"POST", dataset + "/job"},
            {"POST", model + "/job"}
        }) {
            TaoClient.refused(413, "The body is longer than 1 MiB", tao.ask(each[0], each[1], huge));
        }
        // What takes no body does not read it.
        tao.post(model + "/job/" + TaoApi.NOBODYS + "/cancel", huge).expect(404);
        tao.ask("DELETE", "/model/" + TaoApi.NOBODYS, huge).expect(404);
        assertEquals(1, tao.shown("/dataset").size() * tao.shown("/model").size());
    }

    @Test
    void queriesOfAListAreNoDanger() {
        String dataset = tao.dataset("object_detection", "kitti");
        for (String query : List.of(
                "skip=-9223372036854775808&size=9223372036854775807",
                "skip=1e400",
                "size=NaN",
                "sort=' or 1=1 --",
                "sort=name;drop table datasets",
                "name=%00",
                "name=%ED%A0%80",
                "name=%FF",
                "name=" + "x".repeat(5_000),
                "name=a&name=b",
                "read_only[]=true",
                "type=%25")) {
            String encoded = query.replace(" ", "%20").replace("'", "%27");
            for (String list : List.of("/dataset", "/model", dataset + "/job")) {
                Answer answer = tao.get(list + "?" + encoded);
                assertTrue(answer.status() == 200 || answer.status() == 400, answer::toString);
                assertEquals(answer.status() == 200, answer.json().isArray(), answer::toString);
            }
        }
    }

    @Test
    void noArchiveLeavesItsDataset() {
        String kitti = tao.dataset("object_detection", "kitti");
        String before = tao.get(kitti).text();
        byte[] one = {1};
        for (String name : List.of(
                "../images/x",
                "images/../../x",
                "/etc/x",
                "images/..",
                "metadata.json",
                "specs/train.json",
                "labels/\u0000")) {
            HostileTar tar = new HostileTar().file("images/a.jpg", one).file("labels/a.txt", one);
            TaoApi.assertRefusedSo(
                    400,
                    TaoClient.REFUSED,
                    tao.upload(kitti, "x.tar", tar.paxFile(name, one).end()));
        }
        for (char link : new char[] {HostileTar.SYMBOLIC_LINK, HostileTar.HARD_LINK}) {
            HostileTar tar = new HostileTar().file("images/a.jpg", one).file("labels/a.txt", one);
            TaoApi.assertRefusedSo(
                    400,
                    TaoClient.REFUSED,
                    tao.upload(
                            kitti,
                            "x.tar",
                            tar.link("images/l", link, "../../../etc/passwd").end()));
        }
        assertEquals(before, tao.get(kitti).text());
        Await.until("nothing is left", dock::staging, java.util.TreeSet::isEmpty);
        assertTrue(dock.blobs().isEmpty());
    }
}
