package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One user's TAO API, all of it, as the notebooks call it: JSON goes without a content type. Paths are those behind the
 * user, such as {@code /dataset}.
 */
record TaoApi(Http http, String user) {
    static final String NOBODYS = "99999999-9999-4999-9999-999999999999";
    private static final Set<String> ENDED = Set.of("Done", "Error");
    /** Such as every answer has. */
    private static final Set<String> USUAL = Set.of("date", "x-request-id", "content-length", "transfer-encoding");

    private static final Set<String> REFUSAL = Set.of("error_code", "error_desc");
    private static final Pattern DATE = Pattern.compile("\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\"");

    /** A user of its own. */
    static TaoApi somebody(Http http) {
        return new TaoApi(http, UUID.randomUUID().toString());
    }

    Answer ask(String method, String path, String body) {
        return http.send(
                method,
                "/api/v1/user/" + user + path,
                null,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    Answer get(String path) {
        return ask("GET", path, null);
    }

    Answer post(String path, String body) {
        return ask("POST", path, body);
    }

    JsonNode shown(String path) {
        return get(path).expect(200).json();
    }

    /** The path of something new. */
    String created(String path, String body) {
        return path + "/" + post(path, body).expect(201).json().path("id").asText();
    }

    String dataset(String type, String format) {
        return created("/dataset", "{\"type\":\"" + type + "\",\"format\":\"" + format + "\"}");
    }

    String model(String arch) {
        return created("/model", "{\"network_arch\":\"" + arch + "\"}");
    }

    static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    Answer upload(String dataset, String name, byte[] archive) {
        return http.form("/api/v1/user/" + user + dataset + "/upload", name, archive, Map.of());
    }

    /** Ids of the jobs of such a request. */
    List<String> submit(String handler, String body) {
        List<String> ids = new ArrayList<>();
        post(handler + "/job", body).expect(201).json().forEach(id -> ids.add(id.asText()));
        return ids;
    }

    /** The one job of an action that begins with nothing. */
    String submitted(String handler, String action) {
        return submit(handler, "{\"job\":null,\"actions\":[\"" + action + "\"]}")
                .get(0);
    }

    JsonNode job(String handler, String id) {
        return shown(handler + "/job/" + id);
    }

    /** Poll as the notebooks do, until it is Done or Error. */
    JsonNode ended(String handler, String id) {
        return Await.until(
                "the end of " + id,
                () -> job(handler, id),
                job -> ENDED.contains(job.path("status").asText()));
    }

    JsonNode done(String handler, String id) {
        JsonNode job = ended(handler, id);
        assertEquals("Done", job.path("status").asText(), job::toPrettyString);
        return job;
    }

    JsonNode failed(String handler, String id, String sentence) {
        JsonNode job = ended(handler, id);
        assertEquals("Error", job.path("status").asText(), job::toPrettyString);
        assertTrue(message(job).contains(sentence), () -> "expected: " + sentence + "\n" + job.toPrettyString());
        return job;
    }

    /** Wait until it has told something of an epoch. */
    JsonNode atEpoch(String handler, String id, int epoch) {
        return Await.until(
                "epoch " + epoch,
                () -> job(handler, id),
                job -> job.path("result").path("epoch").asInt() == epoch);
    }

    static String message(JsonNode job) {
        return job.path("result").path("detailed_status").path("message").asText();
    }

    Map<String, byte[]> downloaded(String handler, String id) {
        Answer answer = get(handler + "/job/" + id + "/download").expect(200);
        Map<String, byte[]> files = new TreeMap<>();
        Archives.untar(gunzipped(answer.body())).forEach((path, bytes) -> {
            assertTrue(path.startsWith(id + "/"), path);
            files.put(path.substring(id.length() + 1), bytes);
        });
        return files;
    }

    private static byte[] gunzipped(byte[] packed) {
        try (var in = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        } catch (java.io.IOException e) {
            throw new AssertionError("the download is no tar.gz", e);
        }
    }

    // ---- what an answer is held to

    /**
     * The whole of an answer: its status, these headers and no others but the usual, and this body, in which DATE stands
     * for any date.
     */
    static JsonNode assertWhole(int status, List<String> headers, String body, Answer answer) {
        answer.expect(status);
        assertHeaders(headers, answer);
        assertEquals(Answer.parse(body), dateless(answer), answer::toString);
        assertTrue(status >= 400 || answer.text().endsWith("\n"), answer::toString);
        return answer.json();
    }

    static void assertHeaders(List<String> headers, Answer answer) {
        Set<String> found = new TreeSet<>();
        answer.headers().forEach((name, values) -> {
            if (!USUAL.contains(name)) {
                values.forEach(value -> found.add(name + ": " + value));
            }
        });
        assertEquals(new TreeSet<>(headers), found, answer::toString);
    }

    /** JSON that stands alone. */
    static JsonNode assertWhole(int status, String body, Answer answer) {
        return assertWhole(status, List.of("content-type: application/json"), body, answer);
    }

    static JsonNode dateless(Answer answer) {
        return Answer.parse(DATE.matcher(answer.text()).replaceAll("\"DATE\""));
    }

    /** A refusal with exactly this sentence. */
    static void assertRefused(int status, String sentence, Answer answer) {
        assertEquals(sentence, refusal(status, answer), answer::toString);
    }

    /** A refusal whose sentence goes on with what was found. */
    static void assertRefusedSo(int status, String beginning, Answer answer) {
        assertTrue(refusal(status, answer).startsWith(beginning), () -> "expected: " + beginning + "\n" + answer);
    }

    /** Its sentence; beside that there may be the details of it as data, and nothing else. */
    private static String refusal(int status, Answer answer) {
        JsonNode json = answer.expect(status).json();
        assertHeaders(List.of("content-type: application/json"), answer);
        assertEquals(Answer.JSON.getNodeFactory().numberNode(status), json.get("error_code"), answer::toString);
        json.fieldNames().forEachRemaining(name -> assertTrue(REFUSAL.contains(name), answer::toString));
        Answer.assertLeaksNothing(answer.text());
        assertTrue(json.path("error_desc").isTextual(), answer::toString);
        return json.path("error_desc").textValue();
    }

    /** What is no UUID in a path is refused, the first one first. */
    void assertUuids(String method, String path, String body) {
        String[] kinds = {"Dataset", "Job"};
        kinds[0] = path.startsWith("/model") ? "Model" : kinds[0];
        String wrong = path.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "zz");
        assertRefused(
                400,
                "User ID passed is not a valid UUID",
                http.send(method, "/api/v1/user/zz" + wrong, null, BodyPublishers.ofString(body == null ? "" : body)));
        if (!wrong.equals(path)) {
            assertRefused(400, kinds[0] + " ID passed is not a valid UUID", ask(method, wrong, body));
            String job = path.replaceAll("/job/[0-9a-f-]{36}", "/job/zz");
            if (!job.equals(path)) {
                assertRefused(400, kinds[1] + " ID passed is not a valid UUID", ask(method, job, body));
            }
        }
    }
}
