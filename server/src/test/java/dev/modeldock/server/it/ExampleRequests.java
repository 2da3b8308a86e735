package dev.modeldock.server.it;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Makes requests of the examples of a description, with the ids of this run, and sends them. */
final class ExampleRequests {
    private static final String BYTES = "application/octet-stream";

    private final Http http;
    private final ApiDocument document;
    private final ExampleIds ids;
    private final Map<String, byte[]> files = new HashMap<>(Map.of("@empty", new byte[0]));

    ExampleRequests(Http http, ApiDocument document, ExampleIds ids) {
        this.http = http;
        this.document = document;
        this.ids = ids;
    }

    /** The content that an example calls {@code @name}. */
    void file(String name, byte[] content) {
        files.put("@" + name, content);
    }

    /**
     * A request as an example has it.
     *
     * @param type of the body, or null where there is none
     * @param example what the example is called, where there are several
     */
    record Request(String path, Map<String, String> headers, JsonNode body, String type, String example) {
        Request with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Request(path, more, body, type, example);
        }

        Request at(String elsewhere) {
            return new Request(elsewhere, headers, body, type, example);
        }

        Request saying(JsonNode other) {
            return new Request(path, headers, other, type, example);
        }
    }

    /** All requests of an operation: each example of a body, with what may be left out and then without it. */
    List<Request> all(ApiDocument.Operation operation) {
        boolean hasChoice = parameters(operation).stream()
                .anyMatch(each -> !each.path("required").asBoolean() && each.has("example"));
        List<Request> all = new ArrayList<>();
        for (Request body : bodies(operation)) {
            if (hasChoice) {
                all.add(request(operation, body, true));
            }
            all.add(request(operation, body, false));
        }
        return all;
    }

    /** The first example, without what may be left out, and without the bytes of a body. */
    Request plain(ApiDocument.Operation operation) {
        Request body = bodies(operation).get(0);
        boolean isBytes = BYTES.equals(body.type());
        return request(operation, isBytes ? body.saying(TextNode.valueOf("@empty")) : body, false);
    }

    /** The same about something that is not there, else with a body or a page that is none. */
    Optional<Request> broken(ApiDocument.Operation operation) {
        Request good = plain(operation);
        List<String> names = names(operation);
        if (!names.isEmpty()) {
            return Optional.of(request(elsewhere(operation, names.get(0)), good, false));
        }
        if ("application/json".equals(good.type())) {
            return Optional.of(good.saying(Answer.parse("[]")));
        }
        boolean isPaged = parameters(operation).stream()
                .anyMatch(each -> each.path("name").asText().equals("page"));
        return isPaged ? Optional.of(good.at(good.path() + "?page=0")) : Optional.empty();
    }

    /** The parameters of its path by which there may be nothing; there is no user who is not there. */
    private List<String> names(ApiDocument.Operation operation) {
        boolean isUsersThing = operation.path().startsWith("/api/v1/user/{user}/")
                && operation.path().matches(".*\\{(dataset|model)}.*");
        return parameters(operation).stream()
                .filter(each -> each.path("in").asText().equals("path"))
                .map(each -> each.path("name").asText())
                .filter(name -> !name.equals("user") || !isUsersThing)
                .toList();
    }

    private static ApiDocument.Operation elsewhere(ApiDocument.Operation operation, String name) {
        boolean isUuid = List.of("dataset", "model").contains(name);
        String unknown = isUuid ? TaoApi.NOBODYS : "no-such-thing";
        return new ApiDocument.Operation(
                operation.method(), operation.path().replace("{" + name + "}", unknown), operation.node());
    }

    private List<JsonNode> parameters(ApiDocument.Operation operation) {
        List<JsonNode> parameters = new ArrayList<>();
        operation.node().path("parameters").forEach(each -> parameters.add(document.whole(each)));
        return parameters;
    }

    private Request request(ApiDocument.Operation operation, Request body, boolean all) {
        String path = operation.path();
        StringJoiner query = new StringJoiner("&");
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonNode parameter : parameters(operation)) {
            String name = parameter.path("name").asText();
            // Of a signed address that was given to a key.
            boolean signed = name.equals("k");
            boolean required = signed || parameter.path("required").asBoolean();
            JsonNode example = example(parameter, body.example());
            assertTrue(!required || !example.isMissingNode(), () -> operation + " has no example of " + name);
            if (!required && (!all || example.isMissingNode())) {
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
        return new Request(
                path + (query.length() == 0 ? "" : "?" + query), headers, body.body(), body.type(), body.example());
    }

    /** The one of that name where there are several, else the first. */
    private static JsonNode example(JsonNode parameter, String name) {
        JsonNode named = parameter.path("examples");
        if (named.isEmpty()) {
            return parameter.path("example");
        }
        return named.has(name)
                ? named.path(name).path("value")
                : named.elements().next().path("value");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    /** A request to no place for each example of a body, or one without any. */
    private static List<Request> bodies(ApiDocument.Operation operation) {
        List<Request> bodies = new ArrayList<>();
        operation.node().at("/requestBody/content").properties().forEach(media -> {
            if (media.getValue().has("example")) {
                bodies.add(new Request("", Map.of(), media.getValue().get("example"), media.getKey(), ""));
            }
            media.getValue()
                    .path("examples")
                    .properties()
                    .forEach(each -> bodies.add(
                            new Request("", Map.of(), each.getValue().path("value"), media.getKey(), each.getKey())));
        });
        assertTrue(
                !operation.node().has("requestBody") || !bodies.isEmpty(),
                () -> operation + " has no example of its body");
        return bodies.isEmpty()
                ? List.of(new Request("", Map.of(), MissingNode.getInstance(), null, ""))
                : List.copyOf(bodies);
    }

    // ---- sending

    Answer send(String method, Request request) {
        Http asking = http;
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            asking = asking.with(header.getKey(), header.getValue());
        }
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
}
