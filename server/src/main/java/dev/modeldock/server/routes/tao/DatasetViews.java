package dev.modeldock.server.routes.tao;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.datasets.Dataset;
import java.util.List;

/** Datasets in the words of TAO. */
final class DatasetViews {
    private DatasetViews() {}

    /** As it stands in a list. */
    static ObjectNode listed(Dataset dataset, List<String> actions) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        actions.forEach(shown.putArray("actions")::add);
        return shown.put("created_on", TaoDates.local(dataset.created()))
                .put("description", dataset.labels().description())
                .put("format", dataset.format())
                .put("id", dataset.id())
                .put("last_modified", TaoDates.local(dataset.modified()))
                .put("logo", dataset.labels().logo())
                .put("name", dataset.labels().name())
                .put("type", dataset.type())
                .put("version", dataset.labels().version());
    }
}
