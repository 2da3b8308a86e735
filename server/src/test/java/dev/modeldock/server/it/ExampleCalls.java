package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** Calls operations by the examples of their description, and holds every answer to it. */
final class ExampleCalls {
    private static final String NOBODYS = "99999999-9999-4999-9999-999999999999";
    private static final Choice PLAIN = new Choice(false, "");
    private static final String BYTES = "application/octet-stream";
    private static final String EVENTS = "text/event-stream";

    private final Http http;
    private final ApiDocument document;
    private final ExampleIds ids = new ExampleIds();
    private final Map<String, byte[]> files = new HashMap<>();
    private final Set<String> called = new LinkedHashSet<>();

    ExampleCalls(Http http, ApiDocument document) {
        this.http = http;
        this.document = document;
        file("empty", new byte[0]);
    }

    ExampleIds ids() {
        return ids;
    }

    /** Those that went as described. */
    Set<String> called() {
        return called;
    }

    /** The content that an example calls {@code @name}. */
    void file(String name, byte[] content) {
        files.put("@" + name, content);
    }

    /** A request as an example has it. */
    private record Request(String path, Map<String, String> headers, JsonNode body, String type) {}

    /** Call one after the other, each with all of its examples. */
    void call(String... operations) {
        for (String operation : operations) {
            call(document.operation(operation));
        }
    }

    /** Call each copy of an operation that has these ends, and the operation itself. */
    void callAll(String operation, String... ends) {
        call(operation);
        for (String end : ends) {
            call(operation + end);
        }
    }

    /** Answers the last answer. */
    Answer call(ApiDocument.Operation operation) {
        refuse(operation);
        Answer last = null;
        Map<String, JsonNode> bodies = bodies(operation);
        for (Map.Entry<String, JsonNode> body : bodies.entrySet()) {
            String type = body.getKey().isEmpty() ? null : body.getKey().replaceAll(" .*", "");
            String name = body.getKey().replaceAll("^\\S* ?", "");
            for (boolean all : hasChoice(operation) ? new boolean[] {true, false} : new boolean[] {false}) {
                Request request = request(operation, new Choice(all, name), body.getValue(), type);
                last = well(operation, request);
                learn(operation, name, last);
            }
        }
        conditions(operation, last);
        called.add(operation.id());
        return last;
    }

    private Answer well(ApiDocument.Operation operation, Request request) {
        if (operation.node().at("/responses/200/content").has(EVENTS)) {
            return beginning(operation, request);
        }
        Answer answer = send(operation.method(), request);
        document.check(operation, answer);
        assertTrue(!operation.canGoWell() || answer.status() < 400, () -> operation + " was refused: " + answer);
        if (operation.method().equals("GET")) {
            Answer head = send("HEAD", request);
            assertEquals(answer.status(), head.status(), head::toString);
            document.check(operation, head);
        }
        return answer;
    }

    /** Of what never ends, until it has told one thing. */
    private Answer beginning(ApiDocument.Operation operation, Request request) {
        try (OpenStream stream = OpenStream.of(http.base() + request.path(), request.headers())) {
            assertEquals(200, stream.status(), operation::toString);
            assertTrue(stream.header("Content-Type").startsWith(EVENTS), operation::toString);
            stream.awaitLine("an event", line -> line.startsWith("event: "));
        }
        return null;
    }

    private Http asking(Request request) {
        Http asking = http;
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            asking = asking.with(header.getKey(), header.getValue());
        }
        return asking;
    }

    // ---- requests

    private boolean hasChoice(ApiDocument.Operation operation) {
        return parameters(operation).stream()
                .anyMatch(each -> !each.path("required").asBoolean() && each.has("example"));
    }

    private List<JsonNode> parameters(ApiDocument.Operation operation) {
        List<JsonNode> parameters = new ArrayList<>();
        operation.node().path("parameters").forEach(each -> parameters.add(document.whole(each)));
        return parameters;
    }

    /**
     * @param all whether what may be left out is sent too
     * @param name of the example, where there are several
     */
    private record Choice(boolean all, String name) {
        JsonNode value(JsonNode parameter) {
            JsonNode named = parameter.path("examples");
            JsonNode first = named.isEmpty()
                    ? parameter.path("example")
                    : named.elements().next().path("value");
            return named.has(name) ? named.path(name).path("value") : first;
        }
    }

    private Request request(ApiDocument.Operation operation, Choice choice, JsonNode body, String type) {
        String path = operation.path();
        StringJoiner query = new StringJoiner("&");
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonNode parameter : parameters(operation)) {
            String name = parameter.path("name").asText();
            boolean required = parameter.path("required").asBoolean();
            JsonNode example = choice.value(parameter);
            assertTrue(!required || !example.isMissingNode(), () -> operation + " has no example of " + name);
            if (!required && (!choice.all() || example.isMissingNode())) {
                continue;
            }
            String value = ids.fill(example.asText());
            switch (parameter.path("in").asText()) {
                case "path" -> path = path.replace("{" + name + "}", encoded(value));
                case "query" -> query.add(encoded(name) + "=" + encoded(value));
                case "header" -> headers.put(name, value);
                default -> throw new AssertionError(operation + " has a parameter in no place: " + parameter);
            }
        }
        return new Request(path + (query.length() == 0 ? "" : "?" + query), headers, body, type);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    /** Each example of a body, by its type and its name; one that is missing where there is no body. */
    private static Map<String, JsonNode> bodies(ApiDocument.Operation operation) {
        Map<String, JsonNode> bodies = new LinkedHashMap<>();
        operation.node().at("/requestBody/content").properties().forEach(media -> {
            if (media.getValue().has("example")) {
                bodies.put(media.getKey(), media.getValue().get("example"));
            }
            media.getValue()
                    .path("examples")
                    .properties()
                    .forEach(each -> bodies.put(
                            media.getKey() + " " + each.getKey(),
                            each.getValue().path("value")));
        });
        assertTrue(
                !operation.node().has("requestBody") || !bodies.isEmpty(),
                () -> operation + " has no example of its body");
        if (bodies.isEmpty()) {
            bodies.put("", MissingNode.getInstance());
        }
        return bodies;
    }

    private Answer send(String method, Request request) {
        Http asking = asking(request);
        if (request.type() == null) {
            return asking.send(method, request.path(), null, BodyPublishers.noBody());
        }
        if (request.type().startsWith("multipart/")) {
            Map<String, String> fields = new LinkedHashMap<>();
            request.body()
                    .properties()
                    .forEach(each -> fields.put(each.getKey(), each.getValue().asText()));
            String file = fields.remove("file");
            return asking.form(request.path(), file.substring(1), content(file), fields);
        }
        return asking.send(method, request.path(), request.type(), body(request));
    }

    private BodyPublisher body(Request request) {
        String text = request.body().asText();
        return switch (request.type()) {
            case BYTES -> BodyPublishers.ofByteArray(content(text));
            case "application/x-ndjson" -> BodyPublishers.ofString(ids.fill(text));
            case "application/x-www-form-urlencoded" -> BodyPublishers.ofString(form(request.body()));
            default -> BodyPublishers.ofString(ids.fill(request.body().toString()));
        };
    }

    private static String form(JsonNode body) {
        StringJoiner form = new StringJoiner("&");
        body.properties().forEach(each -> {
            Iterable<JsonNode> values = each.getValue().isArray() ? each.getValue() : List.of(each.getValue());
            values.forEach(value -> form.add(each.getKey() + "=" + encoded(value.asText())));
        });
        return form.toString();
    }

    private byte[] content(String name) {
        return Optional.ofNullable(files.get(name)).orElseThrow(() -> new AssertionError("there is no file " + name));
    }

    // ---- answers

    private void learn(ApiDocument.Operation operation, String name, Answer answer) {
        if (answer == null) {
            return;
        }
        JsonNode response = operation.node().path("responses").path(Integer.toString(answer.status()));
        boolean anew = !operation.method().equals("GET");
        if (answer.status() == 201) {
            JsonNode location = document.whole(response.at("/headers/Location"));
            answer.header("Location")
                    .ifPresent(at -> ids.learn(location.path("example").asText(), at, anew));
        }
        if (!answer.header("Content-Type").orElse("").contains("json")) {
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
    private void conditions(ApiDocument.Operation operation, Answer last) {
        if (!operation.node().path("responses").has("416") || last == null || last.status() != 200) {
            return;
        }
        Request plain = request(operation, PLAIN, MissingNode.getInstance(), null);
        last.header("ETag").ifPresent(etag -> {
            expect(operation, with(plain, "If-None-Match", etag), 304);
            expect(operation, with(plain, "If-Match", "\"another\""), 412);
        });
        if (last.header("Accept-Ranges").orElse("").equals("bytes")) {
            expect(operation, with(plain, "Range", "bytes=999999999999-"), 416);
            expect(operation, with(plain, "Range", "bytes=0-0"), 206);
        }
    }

    private static Request with(Request request, String name, String value) {
        return new Request(request.path(), Map.of(name, value), request.body(), request.type());
    }

    private void expect(ApiDocument.Operation operation, Request request, int status) {
        Answer answer = send(operation.method(), request);
        assertEquals(status, answer.status(), () -> operation + ": " + answer);
        document.check(operation, answer);
    }

    // ---- refusals

    /** One by a key that is none, and one that the request itself is to blame for, where there are such. */
    private void refuse(ApiDocument.Operation operation) {
        Map.Entry<String, JsonNode> body =
                bodies(operation).entrySet().iterator().next();
        String type = body.getKey().isEmpty() ? null : body.getKey().replaceAll(" .*", "");
        JsonNode content = BYTES.equals(type) ? TextNode.valueOf("@empty") : body.getValue();
        Request good = request(operation, PLAIN, content, type);
        if (!operation.isOpen()) {
            expect(operation, with(good, "X-api-key", "kg-none"), 401);
        }
        broken(operation, good).ifPresent(request -> {
            Answer answer = send(operation.method(), request);
            assertTrue(answer.status() >= 400, () -> operation + " was not refused: " + answer);
            document.check(operation, answer);
        });
    }

    /** The same about something that is not there, else with a body or a parameter that is none. */
    private Optional<Request> broken(ApiDocument.Operation operation, Request good) {
        List<String> names = parameters(operation).stream()
                .filter(each -> each.path("in").asText().equals("path"))
                .map(each -> each.path("name").asText())
                .filter(name -> !name.equals("user")
                        || !operation.path().contains("{dataset}")
                                && !operation.path().contains("{model}"))
                .toList();
        if (!names.isEmpty()) {
            boolean isTao = operation.path().startsWith("/api/v1/user/");
            String unknown = isTao && !names.get(0).equals("user") ? NOBODYS : "no-such-thing";
            ApiDocument.Operation elsewhere = new ApiDocument.Operation(
                    operation.method(), operation.path().replace("{" + names.get(0) + "}", unknown), operation.node());
            return Optional.of(request(elsewhere, PLAIN, good.body(), good.type()));
        }
        if (good.type() != null && good.type().equals("application/json")) {
            return Optional.of(new Request(good.path(), good.headers(), Answer.parse("[]"), good.type()));
        }
        boolean isPaged = parameters(operation).stream()
                .anyMatch(each -> each.path("name").asText().equals("page"));
        return isPaged
                ? Optional.of(new Request(good.path() + "?page=0", good.headers(), good.body(), null))
                : Optional.empty();
    }
}
