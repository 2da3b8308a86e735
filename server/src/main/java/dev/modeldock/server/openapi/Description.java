package dev.modeldock.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.plugins.SourceInfo;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** All operations of the API as one OpenAPI document, put together out of its topics. */
final class Description {
    /** Further paths of a path, or of an operation. */
    private static final String ALSO = "also";

    private final ObjectNode document;
    private final SchemaForm schemas = new SchemaForm();

    private Description(ObjectNode document) {
        this.document = document;
    }

    /** The description of a dock with these sources, each of which has its own kind of request. */
    static Description of(Collection<SourceInfo> sources) {
        Description description = new Description(DescriptionFiles.main());
        description.components();
        for (ObjectNode topic : DescriptionFiles.topics()) {
            description.schemas.add(topic.path("schemas"));
        }
        for (ObjectNode topic : DescriptionFiles.topics()) {
            description.add(topic);
        }
        ObjectNode components = description.document.withObject("/components");
        components.set("schemas", description.schemas.all());
        SourceRequests.describe(description.document, sources);
        return description;
    }

    /** The document, but for the servers, which each request knows for itself. */
    ObjectNode document() {
        return document;
    }

    /** What is shared by topics is written in short as well. */
    private void components() {
        schemas.add(document.at("/components/schemas"));
        for (String kind : new String[] {"parameters", "headers"}) {
            document.at("/components/" + kind).forEach(each -> {
                ObjectNode described = (ObjectNode) each;
                described.set("schema", schemas.whole(described.get("schema")));
            });
        }
    }

    private void add(ObjectNode topic) {
        document.withArray("/tags").add(topic.get("tag"));
        OperationForm form = new OperationForm(topic, schemas);
        for (Map.Entry<String, JsonNode> path : topic.path("paths").properties()) {
            JsonNode also = path.getValue().path(ALSO);
            path.getValue().properties().stream()
                    .filter(each -> !each.getKey().equals(ALSO))
                    .forEach(each -> {
                        Place place = new Place(path.getKey(), each.getKey(), "");
                        add(place, each.getValue(), form);
                        copies(place, also).forEach(copy -> add(copy, each.getValue(), form));
                        copies(place, each.getValue().path(ALSO)).forEach(copy -> add(copy, each.getValue(), form));
                    });
        }
    }

    /** @param suffix tells a copy of an operation from it, or is empty */
    private record Place(String path, String method, String suffix) {}

    private static List<Place> copies(Place place, JsonNode also) {
        return also.properties().stream()
                .map(each -> new Place(each.getValue().asText(), place.method(), each.getKey()))
                .toList();
    }

    private void add(Place place, JsonNode operation, OperationForm form) {
        ObjectNode paths = document.withObject("/paths");
        ObjectNode item =
                paths.has(place.path()) ? (ObjectNode) paths.get(place.path()) : paths.putObject(place.path());
        if (item.has(place.method())) {
            throw new IllegalStateException(place + " is described twice");
        }
        item.set(place.method(), form.whole(place.path(), (ObjectNode) operation, place.suffix()));
    }
}
