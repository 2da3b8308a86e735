package dev.modeldock.server.it;

import static dev.modeldock.server.it.TaoClient.refused;
import static dev.modeldock.server.it.TaoClient.refusedExactly;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datasets of the TAO Toolkit API as its clients see them: bodies, headers and sentences. */
class TaoDatasetIT {
    private static final String RAW = "{\"type\":\"object_detection\",\"format\":\"raw\"}";
    private static final String KITTI = "{\"type\":\"object_detection\",\"format\":\"kitti\"}";
    private static final String NOBODYS = "99999999-9999-9999-9999-999999999999";

    @TempDir
    static Path temp;

    private static RunningDock dock;

    /** Each test is a user of its own. */
    private String user;

    private TaoClient tao;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    @BeforeEach
    void newUser() {
        user = UUID.randomUUID().toString();
        tao = new TaoClient(dock.http(), user);
    }

    // ---- POST

    @Test
    void aNewDatasetIsAnsweredWhole() {
        Answer answer = tao.create(KITTI).expect(201);
        assertEquals("application/json", TaoClient.type(answer));
        assertTrue(answer.text().endsWith("}\n"), answer::toString);
        ObjectNode made = (ObjectNode) answer.json();
        String id = made.path("id").asText();
        assertEquals(id, UUID.fromString(id).toString());
        LocalDateTime date = LocalDateTime.parse(made.path("created_on").asText());
        assertTrue(Math.abs(ChronoUnit.MINUTES.between(date, LocalDateTime.now())) < 5, "local time: " + date);
        assertTrue(made.path("created_on").asText().matches(".*\\.\\d{6}"), answer::toString);
        assertEquals(made.remove("created_on"), made.remove("last_modified"));
        assertEquals(
                Answer.parse("{\"actions\":[\"convert\",\"convert_and_index\",\"convert_efficientdet_tf1\","
                        + "\"convert_efficientdet_tf2\",\"augment\",\"kmeans\"],\"description\":\"My TAO Dataset\","
                        + "\"format\":\"kitti\",\"id\":\"" + id + "\",\"jobs\":[],\"logo\":\"https://www.nvidia.com\","
                        + "\"name\":\"My Dataset\",\"type\":\"object_detection\",\"version\":\"1.0.0\"}"),
                made);
        assertEquals(
                answer.text(), tao.ask("GET", tao.path(id), null).expect(200).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "text/plain", "application/x-www-form-urlencoded", "x/y; charset=utf-16"})
    void whateverTheContentTypeSaysTheBodyIsJson(String type) {
        dock.http()
                .send("POST", tao.datasets(), type, BodyPublishers.ofString(RAW))
                .expect(201);
    }

    @Test
    void whatIsToldIsKeptAndTheRestIsIgnored() {
        JsonNode made = tao.create("{\"type\":\"image_classification\",\"format\":\"classification_py\",\"name\":\"\","
                        + "\"description\":null,\"version\":\"x\",\"logo\":\"http://localhost:1/a?b#c\",\"public\":true,"
                        + "\"read_only\":true,\"id\":\"mine\",\"actions\":[\"train\"],\"jobs\":[1],\"created_on\":\"1\","
                        + "\"docker_env_vars\":{\"a\":[1]},\"ünknown\":7}")
                .expect(201)
                .json();
        assertEquals("classification_pyt", made.path("format").asText());
        assertEquals("", made.path("name").asText());
        assertEquals("My TAO Dataset", made.path("description").asText());
        assertEquals("http://localhost:1/a?b#c", made.path("logo").asText());
        assertEquals("[][]", made.path("actions").toString() + made.path("jobs"));
        assertEquals(11, made.size(), made::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | Invalid dataset type",
                "{\"format\":\"kitti\"} | Invalid dataset type",
                "{\"type\":null,\"format\":\"kitti\"} | Invalid dataset type",
                "{\"type\":5,\"format\":\"kitti\"} | Invalid dataset type",
                "{\"type\":[],\"format\":\"kitti\"} | Invalid dataset type",
                "{\"type\":{\"a\":1},\"format\":\"kitti\"} | Invalid dataset type",
                "{\"type\":\"\",\"format\":\"\"} | Invalid dataset type",
                "{\"type\":\"Object_detection\",\"format\":\"kitti\"} | Invalid dataset type",
                "{\"type\":\"object_detection\"} | Incompatible dataset format and type",
                "{\"type\":\"object_detection\",\"format\":7} | Incompatible dataset format and type",
                "{\"type\":\"object_detection\",\"format\":\"pascal_voc\"} | Incompatible dataset format and type",
                "{\"type\":\"ocrnet\",\"format\":\"kitti\"} | Incompatible dataset format and type",
            })
    void typeAndFormatMustFit(String body, String sentence) {
        refusedExactly(400, sentence, tao.create(body));
        assertEquals("[]", tao.list("").text().strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"name\":5 | The field \"name\" is the number 5; expected is a text.",
                "\"name\":true | The field \"name\" is the truth value true; expected is a text.",
                "\"description\":{} | The field \"description\" is an object {}; expected is a text.",
                "\"version\":[1.0] | The field \"version\" is a list [1.0]; expected is a text.",
                "\"logo\":7 | The field \"logo\" is the number 7; expected is a text.",
                "\"logo\":\"no url\" | The field logo is no URL; expected is an absolute one",
                "\"logo\":\"\" | The field logo is no URL",
                "\"logo\":\"javascript:alert(1)\" | The field logo is no URL",
                "\"name\":\"\\ud83d\" | The field name holds half of a surrogate pair",
            })
    void noValuePoisonsTheList(String field, String sentence) {
        refused(400, sentence, tao.create(RAW.replace("}", "," + field + "}")));
        assertEquals("[]", tao.list("").text().strip());
        String id = tao.created(RAW);
        JsonNode before = tao.shown(id);
        String other = field.startsWith("\"desc") ? "name" : "description";
        refused(400, sentence, tao.ask("PATCH", tao.path(id), "{\"" + other + "\":\"other\"," + field + "}"));
        assertEquals(before, tao.shown(id), "nothing is kept of what was refused");
        assertEquals(List.of("My Dataset"), tao.names(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | The body is empty; expected is a JSON object.",
                "[] | The body is a list; expected is a JSON object.",
                "null | The body is empty; expected is a JSON object.",
                "\"text\" | The body is the text; expected is a JSON object.",
                "{\"type\": | The body is no JSON object at line 1",
                "{'type':1} | The body is no JSON object at line 1",
                "{\"a\":NaN} | The body is no JSON object at line 1",
                "{\"a\":1,\"a\":2} | The body is no JSON object at line 1",
                "{} {} | The body is no JSON object at line 1",
                "hello | The body is no JSON object at line 1",
            })
    void whatIsNoJsonObjectIsRefused(String body, String sentence) {
        refused(400, sentence, tao.create(body));
        String id = tao.created(RAW);
        for (String method : List.of("PUT", "PATCH")) {
            refused(400, sentence, tao.ask(method, tao.path(id), body));
        }
    }

    @Test
    void hugeAndDeepBodiesAreRefused() {
        String id = tao.created(KITTI);
        String huge = "{\"type\":\"" + "x".repeat(50 << 20) + "\"}";
        refused(413, "The body is longer than 1 MiB", tao.create(huge));
        refused(413, "The body is longer than 1 MiB", tao.ask("PATCH", tao.path(id), huge));
        refused(413, "The body is longer than 1 MiB", tao.ask("POST", tao.path(id) + "/specs/convert", huge));
        refused(400, "The body is no JSON object", tao.create("{\"a\":" + "[".repeat(100_000)));
        refused(
                400,
                "The field name has 10001 characters",
                tao.create(RAW.replace("}", ",\"name\":\"" + "é".repeat(10_001) + "\"}")));
        tao.created(RAW.replace("}", ",\"name\":\"" + "é".repeat(10_000) + "\"}"));
        assertEquals(2, tao.list("").json().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "日本語 – Ελληνικά – עברית",
                "🜁👩‍👩‍👧‍👦",
                "a\u0000b\u0001\u001f\u007f\u0085",
                "\u202e right to left \ufeff\uffff",
                "e\u0301 is not \u00e9",
                "'; drop table datasets; --",
                "<script>alert(1)</script> & \" \\ / %00 %",
                "null",
                "  "
            })
    void namesHoldAnyUnicode(String name) {
        String json = TextNode.valueOf(name).toString();
        String id = tao.created(RAW.replace("}", ",\"name\":" + json + ",\"version\":" + json + "}"));
        tao.created(RAW);
        assertEquals(name, tao.shown(id).path("name").asText());
        assertEquals(name, tao.shown(id).path("version").asText());
        assertEquals(Set.of(name, "My Dataset"), new HashSet<>(tao.names("?sort=name-ascending")));
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
        assertEquals(List.of(name), tao.names("?name=" + encoded));
    }

    // ---- ids

    @Test
    void whatIsNoUuidIsToldTheUserFirst() {
        refusedExactly(
                400,
                "User ID passed is not a valid UUID",
                tao.ask("GET", "/api/v1/user/zz/dataset/zz/specs/x/schema", null));
        for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
            refusedExactly(400, "Dataset ID passed is not a valid UUID", tao.ask(method, tao.path("zz"), "{}"));
        }
        for (String id : List.of("urn:", "uuid:d", "%20", "..%2F..%2Fx", "0".repeat(31), "0".repeat(33))) {
            refused(400, "Dataset ID passed is not a valid UUID", tao.ask("GET", tao.path(id), null));
            refused(400, "User ID passed is not a valid UUID", tao.ask("POST", "/api/v1/user/" + id + "/dataset", RAW));
        }
    }

    @Test
    void aUserIsTheSameInEveryFormOfTheIdAndADatasetIsFoundByItsOwn() {
        String id = tao.created(RAW);
        for (String form : forms(user)) {
            assertEquals(1, new TaoClient(dock.http(), form).list("").json().size(), form);
            assertEquals(
                    id, new TaoClient(dock.http(), form).shown(id).path("id").asText());
        }
        for (String form : forms(id)) {
            refusedExactly(404, "Dataset not found", tao.ask("GET", tao.path(form), null));
            refusedExactly(404, "Dataset not found", tao.ask("DELETE", tao.path(form), null));
        }
    }

    private static List<String> forms(String uuid) {
        return List.of(
                uuid.replace("-", ""),
                "urn:uuid:" + uuid,
                "%7B" + uuid + "%7D",
                "uuid:" + uuid.toUpperCase(java.util.Locale.ROOT));
    }

    @Test
    void whatIsNotThereIsNotFoundInItsOwnWords() {
        String others = new TaoClient(dock.http(), UUID.randomUUID().toString()).created(KITTI);
        for (String id : List.of(NOBODYS, others)) {
            String path = tao.path(id);
            refusedExactly(404, "Dataset not found", tao.ask("GET", path, null));
            refusedExactly(404, "Dataset not found", tao.ask("PUT", path, "{\"name\":\"x\"}"));
            refusedExactly(404, "Dataset not found", tao.ask("PATCH", path, "{\"name\":\"x\"}"));
            refusedExactly(404, "Dataset not found", tao.ask("DELETE", path, null));
            refusedExactly(404, "Dataset not found", tao.upload(id, new byte[1_000]));
            refusedExactly(404, "Spec schema not found", tao.ask("GET", path + "/specs/convert/schema", null));
            refusedExactly(404, "Spec not found", tao.ask("GET", path + "/specs/convert", null));
            refusedExactly(404, "Not found", tao.ask("POST", path + "/specs/convert", "{}"));
            refusedExactly(404, "Not found", tao.ask("PUT", path + "/specs/convert", "{}"));
        }
    }

    // ---- PUT, PATCH, DELETE

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH"})
    void whatIsToldIsSetAndNothingElse(String method) {
        String id = tao.created(KITTI);
        ObjectNode expected = (ObjectNode) tao.shown(id);
        String before = expected.path("last_modified").asText();
        expected.put("name", "Train dataset").put("logo", "https://x.example/y");
        JsonNode answer = tao.ask(
                        method,
                        tao.path(id),
                        "{\"name\":\"Train dataset\",\"logo\":\"https://x.example/y\",\"version\":null,\"id\":\""
                                + NOBODYS
                                + "\",\"actions\":[],\"jobs\":[1],\"public\":true,\"created_on\":\"x\",\"last_modified\":5,"
                                + "\"type\":\"object_detection\",\"format\":\"kitti\"}")
                .expect(200)
                .json();
        assertTrue(before.compareTo(answer.path("last_modified").asText()) < 0, answer::toString);
        expected.set("last_modified", answer.path("last_modified"));
        assertEquals(expected, answer);
        assertEquals(expected, tao.shown(id));
        for (String nothing : List.of("{}", "{\"name\":null}", "{\"type\":\"object_detection\"}", "{\"x\":1}")) {
            assertEquals(
                    expected, tao.ask(method, tao.path(id), nothing).expect(200).json(), "no change, no new date");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH"})
    void typeAndFormatCannotBeChanged(String method) {
        String id = tao.created(KITTI);
        JsonNode before = tao.shown(id);
        refusedExactly(
                400,
                "Cannot change dataset type",
                tao.ask(method, tao.path(id), "{\"name\":\"x\",\"type\":\"ocrnet\"}"));
        refusedExactly(
                400,
                "Cannot change dataset format",
                tao.ask(method, tao.path(id), "{\"name\":\"x\",\"format\":\"coco\"}"));
        refused(
                400,
                "The field \"type\" is the number 5",
                tao.ask(method, tao.path(id), "{\"name\":\"x\",\"type\":5}"));
        assertEquals(before, tao.shown(id));
    }

    @Test
    void aDeletedDatasetIsAnsweredOnceMore() {
        String id = tao.created(KITTI);
        JsonNode before = tao.shown(id);
        assertEquals(before, tao.ask("DELETE", tao.path(id), null).expect(200).json());
        refusedExactly(404, "Dataset not found", tao.ask("GET", tao.path(id), null));
        refusedExactly(404, "Dataset not found", tao.ask("DELETE", tao.path(id), null));
        assertEquals("[]", tao.list("").text().strip());
    }

    // ---- lists

    @Test
    void listsAreFilteredSortedAndCut() {
        for (String name : List.of("c", "a", "b", "a")) {
            tao.created(RAW.replace("}", ",\"name\":\"" + name + "\"}"));
        }
        String ocr = tao.created("{\"type\":\"ocrnet\",\"format\":\"default\",\"name\":\"a\",\"version\":\"0\"}");
        assertList("", 5, "a", "a", "b", "a", "c");
        assertList("?sort=date-ascending", 5, "c", "a", "b", "a", "a");
        assertList("?sort=name-ascending", 5, "a", "a", "a", "b", "c");
        assertEquals(
                ocr, tao.list("?sort=name-ascending").json().path(0).path("id").asText());
        assertList("?sort=name-descending", 5, "c", "b", "a", "a", "a");
        assertList("?sort=bogus", 5, "a", "a", "b", "a", "c");
        assertList("?name=a", 3, "a", "a", "a");
        assertList("?name=A", 0);
        assertList("?name=", 0);
        assertList("?type=ocrnet", 1, "a");
        assertList("?type=ocrnet&name=b", 0);
        assertList("?type=nonsense", 0);
        assertList("?format=default&nonsense=1", 5, "a", "a", "b", "a", "c");
        for (String read : List.of("true", "false", "", "True", "x")) {
            assertList("?read_only=" + read, 0);
        }
        assertList("?network_arch=detectnet_v2", 0);
        assertList("?skip=1&size=2", 5, "a", "b");
        assertList("?skip=-2", 5, "a", "c");
        assertList("?size=-3", 5, "a", "a");
        assertList("?size=0", 5);
        assertList("?skip=5", 5);
        assertList("?skip=99999999999999999999", 5);
        assertList("?size=99999999999999999999&skip=x", 5, "a", "a", "b", "a", "c");
        assertList("?name=a&skip=1&size=1&sort=date-ascending", 3, "a");
    }

    private void assertList(String query, int total, String... names) {
        Answer answer = tao.list(query);
        assertEquals(List.of(names), tao.names(query), query);
        assertEquals(
                Integer.toString(total), answer.header("X-Pagination-Total").orElse("none"), query);
        assertEquals("application/json", TaoClient.type(answer));
        assertTrue(answer.text().endsWith("]\n"), answer::toString);
    }

    @Test
    void whatStandsInAListHasNoJobs() {
        String id = tao.created(KITTI);
        ObjectNode shown = (ObjectNode) tao.shown(id);
        shown.remove("jobs");
        assertEquals(Answer.JSON.createArrayNode().add(shown), tao.list("").json());
    }

    @Test
    void aListWithoutASizeIsWhole() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            made.add(tao.created(RAW.replace("}", ",\"name\":\"" + (i % 7) + "\"}")));
        }
        assertEquals(made, ids("?sort=date-ascending"));
        Collections.reverse(made);
        assertEquals(made, ids(""));
        assertEquals(made.subList(490, 1_110), ids("?skip=490&size=620"));
        assertEquals(new HashSet<>(made), new HashSet<>(ids("?sort=name-descending")));
        assertEquals("1200", tao.list("?size=1").header("X-Pagination-Total").orElse(""));
        assertEquals("171", tao.list("?name=3").header("X-Pagination-Total").orElse(""));
    }

    private List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        tao.list(query).json().forEach(each -> ids.add(each.path("id").asText()));
        return ids;
    }

    // ---- specs

    @Test
    void specsAreSavedMergedAndShown() {
        String id = tao.created(KITTI);
        String spec = tao.path(id) + "/specs/convert";
        refusedExactly(404, "Spec not found", tao.ask("GET", spec, null));
        refusedExactly(404, "Spec not found", tao.ask("PUT", spec, "{}"));
        JsonNode usual =
                tao.ask("GET", spec + "/schema", null).expect(200).json().path("default");
        assertEquals(".png", usual.at("/kitti_config/image_extension").asText());
        String made = tao.shown(id).path("last_modified").asText();
        ObjectNode mine = usual.deepCopy();
        mine.withObject("/kitti_config").put("image_extension", ".jpg");
        Answer saved = tao.ask("POST", spec, mine.toString()).expect(201);
        assertEquals(mine, saved.json());
        assertEquals(saved.text(), tao.ask("GET", spec, null).expect(200).text());
        String touched = tao.shown(id).path("last_modified").asText();
        assertTrue(made.compareTo(touched) < 0, made + " " + touched);
        JsonNode merged = tao.ask("PUT", spec, "{\"kitti_config\":{\"num_shards\":3},\"extra\":[1]}")
                .expect(200)
                .json();
        mine.withObject("/kitti_config").put("num_shards", 3);
        mine.putArray("extra").add(1);
        assertEquals(mine, merged);
        assertNotEquals(touched, tao.shown(id).path("last_modified").asText());
        JsonNode before = tao.shown(id);
        refused(400, "Invalid specs", tao.ask("POST", spec, "{\"kitti_config\":7}"));
        refused(400, "Invalid specs", tao.ask("PUT", spec, "{\"kitti_config\":{\"num_shards\":0}}"));
        refused(400, "Specs cannot be updated, check the request", tao.ask("PUT", spec, "{\"none\":{}}"));
        refused(400, "The body is no JSON object", tao.ask("POST", spec, "{"));
        assertEquals(mine, tao.ask("GET", spec, null).expect(200).json());
        assertEquals(before, tao.shown(id));
    }

    @Test
    void anActionThatADatasetDoesNotHaveIsNotFound() {
        String id = tao.created(RAW);
        for (String action : List.of("convert", "train", "x%2Fy", "%F0%9F%9C%81", "CONVERT")) {
            String spec = tao.path(id) + "/specs/" + action;
            refusedExactly(404, "Action not found", tao.ask("GET", spec, null));
            refusedExactly(404, "Action not found", tao.ask("POST", spec, "{}"));
            refusedExactly(404, "Action not found", tao.ask("PUT", spec, "{}"));
            refusedExactly(404, "Action not found", tao.ask("GET", spec + "/schema", null));
        }
        String coco = tao.path(tao.created("object_detection", "coco")) + "/specs/convert";
        refusedExactly(404, "Default specs do not exist for action", tao.ask("GET", coco + "/schema", null));
        refusedExactly(404, "Default specs do not exist for action", tao.ask("POST", coco, "{}"));
    }

    @Test
    void everythingIsThereAfterAKill() {
        String id = tao.created(KITTI);
        String spec = tao.path(id) + "/specs/convert";
        tao.ask("POST", spec, "{\"kitti_config\":{\"image_extension\":\".png\",\"val_split\":0.0}}")
                .expect(201);
        String shown = tao.ask("GET", tao.path(id), null).text();
        String saved = tao.ask("GET", spec, null).text();
        dock.kill9();
        dock.startAgain();
        tao = new TaoClient(dock.http(), user);
        assertEquals(shown, tao.ask("GET", tao.path(id), null).expect(200).text());
        assertEquals(saved, tao.ask("GET", spec, null).expect(200).text());
        assertTrue(saved.contains("\"val_split\":0.0"), saved);
    }
}
