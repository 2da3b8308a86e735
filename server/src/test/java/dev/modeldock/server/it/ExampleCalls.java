package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Calls operations by the examples of their description, and holds every answer to it. Each is asked with a key that has the
 * scope that it is described to need and no other, and before that without what it needs.
 */
final class ExampleCalls {
    private static final String EVENTS = "text/event-stream";
    private static final String KEY = "X-api-key";
    private static final String ANY = "any";
    /** A scope that opens nothing here. */
    private static final String NOTHING = "Deploy Tool";

    private final Http http;
    private final ApiDocument document;
    private final ExampleIds ids = new ExampleIds();
    private final ExampleRequests requests;
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Set<String> called = new LinkedHashSet<>();

    ExampleCalls(Http http, ApiDocument document) {
        this.http = http;
        this.document = document;
        this.requests = new ExampleRequests(http, document, ids);
    }

    ExampleIds ids() {
        return ids;
    }

    ExampleRequests requests() {
        return requests;
    }

    /** Those that went as described. */
    Set<String> called() {
        return called;
    }

    /** Call one after the other, each with all of its examples. */
    void call(String... operations) {
        for (String operation : operations) {
            callFor(scope(document.operation(operation)), operation);
        }
    }

    /** Call an operation and those of its copies that have these ends. */
    void callAll(String operation, String... ends) {
        call(operation);
        for (String end : ends) {
            call(operation + end);
        }
    }

    /** Call an operation whose examples need another scope than others may. */
    void callFor(String scope, String id) {
        ApiDocument.Operation operation = document.operation(id);
        refuse(operation);
        for (ExampleRequests.Request request : requests.all(operation)) {
            ExampleRequests.Request asking = operation.isOpen() ? request : request.with(KEY, key(scope));
            if (operation.node().at("/responses/200/content").has(EVENTS)) {
                beginning(operation, asking);
                continue;
            }
            Answer answer = well(operation, asking);
            learn(operation, request.example(), answer);
            conditions(operation, asking, answer);
        }
        called.add(id);
    }

    /** The key of the local user with this scope and no other. */
    private String key(String scope) {
        return keys.computeIfAbsent(
                scope.equals(ANY) ? NOTHING : scope,
                label -> http.post("/v1/keys", Map.of("name", label, "user", "local", "scopes", label))
                        .expect(201)
                        .json()
                        .path("key")
                        .asText());
    }

    private static String scope(ApiDocument.Operation operation) {
        return operation.node().at("/security/0/apiKey/0").asText(ANY);
    }

    // ---- what goes well

    private Answer well(ApiDocument.Operation operation, ExampleRequests.Request request) {
        Answer answer = requests.send(operation.method(), request);
        document.check(operation, answer);
        assertTrue(!operation.canGoWell() || answer.status() < 400, () -> operation + " was refused: " + answer);
        if (operation.method().equals("GET")) {
            Answer head = requests.send("HEAD", request);
            assertEquals(answer.status(), head.status(), head::toString);
            document.check(operation, head);
        }
        return answer;
    }

    /** Of what never ends, until it has told one thing. */
    private void beginning(ApiDocument.Operation operation, ExampleRequests.Request request) {
        try (OpenStream stream = OpenStream.of(http.base() + request.path(), request.headers())) {
            assertEquals(200, stream.status(), operation::toString);
            assertTrue(stream.header("Content-Type").startsWith(EVENTS), operation::toString);
            stream.awaitLine("an event", line -> line.startsWith("event: "));
        }
    }

    private void learn(ApiDocument.Operation operation, String name, Answer answer) {
        JsonNode response = operation.node().path("responses").path(Integer.toString(answer.status()));
        boolean anew = !operation.method().equals("GET");
        if (answer.status() == 201) {
            JsonNode location = document.whole(response.at("/headers/Location"));
            answer.header("Location")
                    .ifPresent(at -> ids.learn(location.path("example").asText(), at, anew));
        }
        if (!answer.header("Content-Type").orElse("").contains("json") || answer.body().length == 0) {
            return;
        }
        response.path("content").forEach(media -> {
            JsonNode example = name.isEmpty()
                    ? media.path("example")
                    : media.path("examples").path(name).path("value");
            if (!example.isMissingNode()) {
                ids.learn(example, answer.json(), anew);
            }
        });
    }

    /** What a download answers to conditions, and to a range that there is none of. */
    private void conditions(ApiDocument.Operation operation, ExampleRequests.Request request, Answer answer) {
        if (!operation.node().path("responses").has("416") || answer.status() != 200) {
            return;
        }
        answer.header("ETag").ifPresent(etag -> {
            expect(operation, request.with("If-None-Match", etag), 304);
            expect(operation, request.with("If-Match", "\"another\""), 412);
        });
        if (answer.header("Accept-Ranges").orElse("").equals("bytes")) {
            expect(operation, request.with("Range", "bytes=999999999999-"), 416);
            expect(operation, request.with("Range", "bytes=0-0"), 206);
        }
    }

    private void expect(ApiDocument.Operation operation, ExampleRequests.Request request, int status) {
        Answer answer = requests.send(operation.method(), request);
        assertEquals(status, answer.status(), () -> operation + ": " + answer);
        document.check(operation, answer);
    }

    // ---- what does not

    /** A key that is none, one that has no such scope, and what the request itself is to blame for. */
    private void refuse(ApiDocument.Operation operation) {
        ExampleRequests.Request good = requests.plain(operation);
        if (!operation.isOpen()) {
            expect(operation, good.with(KEY, "kg-none"), 401);
        }
        less(scope(operation)).ifPresent(scope -> {
            Answer answer = requests.send(operation.method(), good.with(KEY, key(scope)));
            // Whoever uses another name of a model is told the present one first.
            assertTrue(Set.of(403, 307).contains(answer.status()), () -> operation + " with " + scope + ": " + answer);
            document.check(operation, answer);
        });
        requests.broken(operation).ifPresent(request -> {
            Answer answer = requests.send(operation.method(), request);
            assertTrue(answer.status() >= 400, () -> operation + " was not refused: " + answer);
            document.check(operation, answer);
        });
    }

    /** A scope that does not reach so far. */
    private static Optional<String> less(String scope) {
        return switch (scope) {
            case ANY -> Optional.empty();
            case "admin" -> Optional.of("write");
            case "write", "Import Model", "Import Tool" -> Optional.of("read");
            default -> Optional.of(NOTHING);
        };
    }
}
