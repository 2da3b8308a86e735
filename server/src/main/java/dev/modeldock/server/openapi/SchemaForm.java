package dev.modeldock.server.openapi;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Schemas written out. In the files a schema may be one word: a type such as {@code string}, a format such as
 * {@code date-time}, or the name of another schema; {@code []} behind it makes a list of it, {@code |null} lets it be null,
 * and {@code ?} lets the property be missing. Every other property of an object is required, unless the object says itself
 * what is.
 */
final class SchemaForm {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String STRING = "string";
    private static final Map<String, String> PATTERNS = Map.ofEntries(
            entry("sha256", "^[0-9a-f]{64}$"),
            entry("commit", "^[0-9a-f]{40}$"),
            entry("local-time", "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}$"));
    private static final Set<String> FORMATS = Set.of("date-time", "uuid", "uri", "binary", "password");
    private static final Set<String> TYPES = Set.of(STRING, "integer", "number", "boolean", "object", "array");

    /** As they stand in the files, by name. */
    private final Map<String, JsonNode> files = new TreeMap<>();

    /** Take the schemas of a topic in. */
    void add(JsonNode schemas) {
        schemas.properties().forEach(each -> {
            if (files.put(each.getKey(), each.getValue()) != null) {
                throw new IllegalStateException("The schema " + each.getKey() + " is described twice");
            }
        });
    }

    /** All schemas that were taken in. */
    ObjectNode all() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        files.forEach((name, schema) -> all.set(name, whole(schema)));
        return all;
    }

    /** A schema of the files, written out. */
    JsonNode whole(JsonNode schema) {
        if (schema.isTextual()) {
            return word(schema.textValue());
        }
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        schema.properties().forEach(each -> part(whole, each.getKey(), each.getValue()));
        if (schema.has("properties") || schema.has("with")) {
            object(whole, schema);
        }
        return whole;
    }

    private void part(ObjectNode whole, String key, JsonNode value) {
        switch (key) {
            case "properties", "with", "optional" -> {
                // Told by object().
            }
            case "items", "additionalProperties" -> whole.set(key, whole(value));
            case "oneOf", "anyOf" -> {
                ArrayNode all = whole.putArray(key);
                value.forEach(each -> all.add(whole(each)));
            }
            default -> whole.set(key, value);
        }
    }

    private void object(ObjectNode whole, JsonNode schema) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        Set<String> required = new LinkedHashSet<>();
        properties(schema, properties, required);
        whole.put("type", "object").set("properties", properties);
        if (!schema.has("required") && !required.isEmpty()) {
            required.forEach(whole.putArray("required")::add);
        } else if (schema.path("required").isEmpty()) {
            whole.remove("required");
        }
    }

    /** Those of the schemas that it goes on from, then its own. */
    private void properties(JsonNode schema, ObjectNode properties, Set<String> required) {
        JsonNode with = schema.path("with");
        for (JsonNode each : with.isTextual() ? Set.of(with) : with) {
            properties(found(each.asText()), properties, required);
        }
        schema.path("properties").properties().forEach(each -> {
            boolean optional = isOptional(each.getValue());
            String word = each.getValue().asText();
            properties.set(
                    each.getKey(), optional ? word(word.substring(0, word.length() - 1)) : whole(each.getValue()));
            required.remove(each.getKey());
            if (!optional) {
                required.add(each.getKey());
            }
        });
        schema.path("optional").forEach(name -> required.remove(name.asText()));
    }

    private static boolean isOptional(JsonNode property) {
        return property.isTextual() && property.textValue().endsWith("?");
    }

    private JsonNode found(String name) {
        JsonNode schema = files.get(name);
        if (schema == null) {
            throw new IllegalStateException("There is no schema " + name + " to go on from");
        }
        return schema;
    }

    private ObjectNode word(String word) {
        if (word.endsWith("|null")) {
            ObjectNode may = word(word.substring(0, word.length() - "|null".length()));
            String type = may.path("type").asText();
            may.putArray("type").add(type).add("null");
            return may;
        }
        if (word.endsWith("[]")) {
            return object("array").set("items", word(word.substring(0, word.length() - 2)));
        }
        if (TYPES.contains(word)) {
            return object(word);
        }
        if (FORMATS.contains(word)) {
            return object(STRING).put("format", word);
        }
        if (PATTERNS.containsKey(word)) {
            return object(STRING).put("pattern", PATTERNS.get(word));
        }
        if (word.equals("any")) {
            return JsonNodeFactory.instance.objectNode();
        }
        found(word);
        return JsonNodeFactory.instance.objectNode().put("$ref", SCHEMAS + word);
    }

    private static ObjectNode object(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
