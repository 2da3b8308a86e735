package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import java.util.Map;

/** Models and versions as {@code /v1/models} shows them. */
final class ModelViews {
    private ModelViews() {}

    static ObjectNode model(Model model) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", model.id())
                .put("name", model.name().toString())
                .put("namespace", model.name().namespace())
                .put("owner", model.owner())
                .put("access", model.access().label())
                .put("description", model.description())
                .put("source", model.source())
                .put("createdAt", model.created().toString())
                .put("updatedAt", model.updated().toString());
    }

    /** Adds what the version is to a model, or to nothing. */
    static ObjectNode version(ObjectNode target, Version version) {
        target.put("commit", version.commit())
                .put("profile", version.profile())
                .put("bytes", version.bytes())
                .put("fileCount", version.fileCount());
        target.set("facts", version.facts());
        target.set("origin", version.origin());
        return target;
    }

    /** One of a model's versions in a list. */
    static ObjectNode listed(Version version, Map<String, String> aliases) {
        ObjectNode view = version(JsonNodeFactory.instance.objectNode(), version);
        view.put("createdAt", version.created().toString()).put("createdBy", version.createdBy());
        var names = view.putArray("aliases");
        aliases.forEach((alias, commit) -> {
            if (commit.equals(version.commit())) {
                names.add(alias);
            }
        });
        return view;
    }
}
