package dev.modeldock.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Operations written out.
 *
 * @param topic the file that they stand in: its family, its tag, and the parameters of its paths
 */
record OperationForm(ObjectNode topic, SchemaForm schemas) {
    private static final String JSON = "application/json";
    private static final String PATH = "path";
    private static final String DOWNLOAD = "download";
    private static final String OPEN = "open";
    private static final String DESCRIPTION = "description";
    private static final String EXAMPLE = "example";
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

    /** A path's operation. {@code suffix} tells it from the one that it is a copy of, or is empty. */
    ObjectNode whole(String path, ObjectNode operation, String suffix) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.put("operationId", operation.path("operationId").asText() + suffix);
        whole.putArray("tags").add(topic.at("/tag/name").asText());
        whole.put("summary", operation.path("summary").asText() + words(suffix));
        String scope = operation.path("scope").asText();
        whole.put(DESCRIPTION, description(operation.path(DESCRIPTION).asText(), scope));
        security(whole, scope);
        parameters(whole.putArray("parameters"), path, operation);
        if (operation.has("body")) {
            whole.set("requestBody", body((ObjectNode) operation.get("body")));
        }
        responses(whole.putObject("responses"), operation, scope);
        return whole;
    }

    /** {@code ByName} becomes {@code , by name}. */
    private static String words(String suffix) {
        return suffix.isEmpty()
                ? ""
                : ", " + suffix.replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(java.util.Locale.ROOT);
    }

    private static String description(String told, String scope) {
        String needs = switch (scope) {
            case OPEN -> "Needs no key.";
            case "any" -> "Any key will do.";
            default -> "Needs the scope `" + scope + "`.";
        };
        return told.isBlank() ? needs : told.strip() + "\n\n" + needs;
    }

    /** A key in either header; on loopback none is needed. */
    private static void security(ObjectNode whole, String scope) {
        ArrayNode security = whole.putArray("security");
        if (scope.equals(OPEN)) {
            return;
        }
        for (String scheme : new String[] {"apiKey", "bearer"}) {
            ArrayNode roles = security.addObject().putArray(scheme);
            if (!scope.equals("any")) {
                roles.add(scope);
            }
        }
        security.addObject();
    }

    private void parameters(ArrayNode all, String path, ObjectNode operation) {
        Matcher names = PARAMETER.matcher(path);
        while (names.find()) {
            JsonNode described = described(operation, names.group(1));
            if (described.isMissingNode()) {
                throw new IllegalStateException("The parameter of " + path + " is not described: " + names.group(1));
            }
            all.add(parameter(described)
                    .put("name", names.group(1))
                    .put("in", PATH)
                    .put("required", true));
        }
        for (JsonNode each : operation.path("parameters")) {
            if (each.isTextual()) {
                all.add(ref("parameters", each.textValue()));
            } else if (!each.path("in").asText().equals(PATH)) {
                all.add(parameter(each));
            }
        }
        if (operation.has(DOWNLOAD)) {
            Downloads.parameters(all);
        }
    }

    /** That of the operation where it has one of its own, else the topic's. */
    private JsonNode described(ObjectNode operation, String name) {
        for (JsonNode each : operation.path("parameters")) {
            if (each.path("in").asText().equals(PATH)
                    && each.path("name").asText().equals(name)) {
                return each;
            }
        }
        return topic.path("parameters").path(name);
    }

    private ObjectNode parameter(JsonNode described) {
        ObjectNode parameter = described.deepCopy();
        parameter.set("schema", schemas.whole(described.path("schema")));
        if (!parameter.has("in")) {
            parameter.put("in", "query");
        }
        return parameter;
    }

    private static ObjectNode ref(String kind, String name) {
        return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/" + kind + "/" + name);
    }

    /** Of JSON in short, or with its {@code content} as OpenAPI has it. */
    private ObjectNode body(ObjectNode told) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("required", told.path("required").asBoolean(true));
        if (told.has(DESCRIPTION)) {
            body.set(DESCRIPTION, told.get(DESCRIPTION));
        }
        content(body, told);
        return body;
    }

    private void content(ObjectNode target, ObjectNode told) {
        if (told.has("content")) {
            ObjectNode content = target.putObject("content");
            told.get("content")
                    .properties()
                    .forEach(each -> content.set(each.getKey(), media((ObjectNode) each.getValue())));
        } else if (told.has("schema")) {
            target.putObject("content").set(told.path("type").asText(JSON), media(told));
        }
    }

    private ObjectNode media(ObjectNode told) {
        ObjectNode media = JsonNodeFactory.instance.objectNode();
        media.set("schema", schemas.whole(told.path("schema")));
        for (String name : new String[] {EXAMPLE, "examples", "encoding"}) {
            Optional.ofNullable(told.get(name)).ifPresent(value -> media.set(name, value));
        }
        return media;
    }

    private void responses(ObjectNode all, JsonNode byStatus) {
        for (Map.Entry<String, JsonNode> each : byStatus.properties()) {
            ObjectNode told = (ObjectNode) each.getValue();
            ObjectNode response = all.putObject(each.getKey());
            response.put(DESCRIPTION, told.path(DESCRIPTION).asText());
            for (JsonNode header : told.path("headers")) {
                response.withObject("/headers").set(header.asText(), ref("headers", header.asText()));
            }
            content(response, told);
        }
    }

    private void responses(ObjectNode all, ObjectNode operation, String scope) {
        responses(all, operation.path("responses"));
        if (!operation.has("alone")) {
            responses(all, topic.path("responses"));
        }
        ObjectNode errors = operation.path("errors") instanceof ObjectNode told
                ? told.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        if (operation.has(DOWNLOAD)) {
            Downloads.responses(all, operation.get(DOWNLOAD), operation.path("headers"));
            Downloads.refusals(errors);
        }
        Refusals refusals = new Refusals(topic.path("family").asText());
        refusals.add(all, errors, scope.equals(OPEN));
    }
}
