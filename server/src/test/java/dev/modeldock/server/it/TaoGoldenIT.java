package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the real TAO server answered, request by request, asked of this one: status, total and body are the same, but for
 * ids and dates, and for the differences that are decided and listed here.
 */
class TaoGoldenIT {
    private static final Pattern REQUEST = Pattern.compile(">>> (GET|POST|PUT|PATCH|DELETE) (\\S+) ?(.*)");
    private static final Pattern ANSWER = Pattern.compile("<<< (\\d+) \\S+ pag=(\\S+) disp=.*");
    private static final Pattern CREATED = Pattern.compile("(\\w+) (\\w+) 201 \\[.*");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
    private static final String DATASETS = "/api/v1/user/11111111-1111-1111-1111-111111111111/dataset";
    /** The second dataset that the transcript makes: object_detection in coco. */
    private static final String COCO = "5eb85124-b3ca-4bf8-9c55-bd19f889c748";

    /** What this dock answers otherwise, in the order of the transcript, and why. */
    private static Deque<Difference> decided() {
        return new ArrayDeque<>(List.of(
                new Difference("GET /dataset/zz", 400, "Dataset ID passed is not a valid UUID", "errors are objects"),
                new Difference("POST specs/convert", 400, "Invalid specs", "specs are held to their schema"),
                new Difference("PUT specs/convert", 404, "Spec not found", "none was saved, see above"),
                new Difference("PUT specs/convert", 404, "Spec not found", "none was saved, see above"),
                new Difference("PUT specs/convert", 404, "Spec not found", "none was saved, see above"),
                new Difference("PUT specs/convert", 404, "Spec not found", "none was saved, see above"),
                new Difference("POST specs/convert", 400, "Invalid specs", "a list is no spec"),
                new Difference("GET specs/convert", 404, "Spec not found", "none was saved, see above"),
                new Difference("POST specs/convert", 400, "Invalid specs", "required parameters are missing"),
                new Difference("GET specs/convert", 404, "Spec not found", "none was saved, see above"),
                new Difference("GET specs/convert/schema", 404, "Default specs do not exist", "no 500"),
                new Difference("POST specs/convert", 404, "Default specs do not exist", "no 500")));
    }

    private record Difference(String request, int status, String text, String why) {}

    private record Step(String method, String path, String body, int status, String total, String answer) {}

    @TempDir
    Path temp;

    private final Map<String, String> ids = new HashMap<>();

    @Test
    void theTranscriptIsAnsweredAsItWas() throws IOException {
        Deque<Difference> decided = decided();
        int replayed = 0;
        try (RunningDock dock = RunningDock.on(temp.resolve("data"))) {
            for (Object each : transcript()) {
                if (each instanceof String[] made) {
                    create(dock, made[0], made[1]);
                } else {
                    replay(dock, (Step) each, decided);
                    replayed++;
                }
            }
            assertEquals(List.of(), dock.faults());
        }
        assertEquals(List.of(), List.copyOf(decided), "differences that are none");
        assertTrue(replayed > 30, "only " + replayed + " requests were found");
    }

    private void create(RunningDock dock, String type, String format) {
        String id = dock.http()
                .post(DATASETS, Map.of("type", type, "format", format, "name", "a-" + type))
                .expect(201)
                .json()
                .path("id")
                .asText();
        if (type.equals("object_detection") && format.equals("coco")) {
            ids.put(COCO, id);
        }
    }

    private void replay(RunningDock dock, Step step, Deque<Difference> decided) throws IOException {
        String path = step.path();
        for (Map.Entry<String, String> id : ids.entrySet()) {
            path = path.replace(id.getKey(), id.getValue());
        }
        // Without a content type, as the official notebooks send it.
        Answer answer = dock.http()
                .send(
                        step.method(),
                        path,
                        null,
                        step.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(step.body()));
        JsonNode expected =
                step.answer().startsWith("<") ? TextNode.valueOf("HTML") : Answer.JSON.readTree(step.answer());
        if (answer.status() != step.status() || !same(expected, answer.json())) {
            assertDecided(step, answer, decided);
            return;
        }
        if (!step.total().equals("None")) {
            assertEquals(step.total(), answer.header("X-Pagination-Total").orElse("none"), answer::toString);
        }
        assertTrue(answer.status() >= 400 || answer.text().endsWith("\n"), answer::toString);
    }

    private static void assertDecided(Step step, Answer answer, Deque<Difference> decided) {
        String told = step.method() + " " + step.path() + " " + step.body() + "\nthere: " + step.status() + " "
                + step.answer() + "\nhere: " + answer;
        assertTrue(!decided.isEmpty(), told);
        Difference difference = decided.poll();
        String[] request = difference.request().split(" ");
        assertTrue(step.method().equals(request[0]) && step.path().endsWith(request[1]), told);
        assertEquals(difference.status(), answer.status(), told);
        assertEquals(difference.status(), answer.json().path("error_code").asInt(), told);
        assertTrue(answer.json().path("error_desc").asText().startsWith(difference.text()), told);
    }

    /** The same but for dates, which only have their form; ids of the one are those of the other from now on. */
    private boolean same(JsonNode there, JsonNode here) {
        if (there instanceof ObjectNode object && here.isObject()) {
            if (object.has("id")) {
                ids.putIfAbsent(object.path("id").asText(), here.path("id").asText());
            }
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            return here.size() == names.size()
                    && names.stream().allMatch(name -> here.has(name) && same(object.get(name), here.get(name)));
        }
        if (there instanceof ArrayNode array && here.isArray()) {
            boolean same = array.size() == here.size();
            for (int i = 0; same && i < array.size(); i++) {
                same = same(array.get(i), here.get(i));
            }
            return same;
        }
        if (there.isTextual() && DATE.matcher(there.asText()).matches()) {
            return DATE.matcher(here.asText()).matches();
        }
        return ids.getOrDefault(there.asText(), there.asText()).equals(here.asText())
                && there.getNodeType() == here.getNodeType();
    }

    /** Requests with their answers, and the creations that are told in a line each. */
    private static List<Object> transcript() throws IOException {
        List<Object> steps = new ArrayList<>();
        List<String> lines;
        try (InputStream in = TaoGoldenIT.class.getResourceAsStream("/tao-golden-dataset.txt")) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        for (int i = 0; i < lines.size(); i++) {
            Matcher request = REQUEST.matcher(lines.get(i));
            Matcher created = CREATED.matcher(lines.get(i));
            if (request.matches()) {
                Matcher answer = ANSWER.matcher(lines.get(i + 1));
                assertTrue(answer.matches(), lines.get(i + 1));
                steps.add(new Step(
                        request.group(1),
                        request.group(2),
                        request.group(3),
                        Integer.parseInt(answer.group(1)),
                        answer.group(2),
                        lines.get(i + 2)));
            } else if (created.matches()) {
                steps.add(new String[] {created.group(1), created.group(2)});
            }
        }
        return steps;
    }
}
