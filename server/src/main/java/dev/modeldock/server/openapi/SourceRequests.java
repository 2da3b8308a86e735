package dev.modeldock.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.plugins.SourceInfo;
import dev.modeldock.server.routes.modeldock.SourceViews;
import dev.modeldock.spi.Field;
import java.util.Collection;

/** What a request to each source that is installed holds, as the source's own fields tell. */
final class SourceRequests {
    private static final String UPLOAD = "/paths/~1v1~1upload~1{source}/post";
    private static final String JSON = "application/json";
    private static final String FORM = "multipart/form-data";

    private SourceRequests() {}

    /** Put the requests into the operation that takes them. The examples of sources that are not here are left out. */
    static void describe(ObjectNode document, Collection<SourceInfo> sources) {
        ObjectNode content = document.at(UPLOAD + "/requestBody/content") instanceof ObjectNode found
                ? found
                : JsonNodeFactory.instance.objectNode();
        ObjectNode json = media(content, JSON);
        ObjectNode form = media(content, FORM);
        for (SourceInfo source : sources) {
            if (source.fields().isEmpty()) {
                // It failed before it told.
                continue;
            }
            String name = "UploadRequest." + source.id();
            document.withObject("/components/schemas").set(name, schema(source));
            boolean takesFiles = source.fields().stream().anyMatch(field -> field.type() == Field.Type.UPLOAD);
            add(json, source, name);
            if (takesFiles) {
                add(form, source, name);
            }
        }
    }

    private static ObjectNode media(ObjectNode content, String type) {
        return content.has(type) ? (ObjectNode) content.get(type) : content.putObject(type);
    }

    private static ObjectNode schema(SourceInfo source) {
        ObjectNode schema = SourceViews.request(source);
        schema.remove("$schema");
        return schema.put("title", "A request to " + source.id());
    }

    private static void add(ObjectNode media, SourceInfo source, String schema) {
        media.withObject("/schema").withArray("anyOf").addObject().put("$ref", "#/components/schemas/" + schema);
        JsonNode told = media.path("examples").path(source.id());
        if (told.isMissingNode()) {
            ObjectNode value =
                    media.withObject("/examples").putObject(source.id()).putObject("value");
            source.fields().stream()
                    .filter(field -> field.required() && field.defaultValue().isEmpty())
                    .forEach(field -> value.set(field.name(), example(field)));
        }
    }

    private static JsonNode example(Field field) {
        return switch (field.type()) {
            case TEXT, UPLOAD -> JsonNodeFactory.instance.textNode(field.help());
            case NUMBER -> JsonNodeFactory.instance.numberNode(1);
            case FLAG -> JsonNodeFactory.instance.booleanNode(true);
        };
    }
}
