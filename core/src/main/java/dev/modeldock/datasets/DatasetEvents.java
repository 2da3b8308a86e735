package dev.modeldock.datasets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.events.Audience;
import dev.modeldock.events.EventType;
import dev.modeldock.events.Events;
import dev.modeldock.events.NewEvent;

/** Tells what happens to datasets. */
record DatasetEvents(Events events) {
    void created(Dataset dataset) {
        tell(EventType.DATASET_CREATED, dataset);
    }

    /** It has other labels, or other files. */
    void changed(Dataset dataset) {
        tell(EventType.DATASET_CHANGED, dataset);
    }

    Dataset deleted(Dataset dataset) {
        tell(EventType.DATASET_DELETED, dataset);
        return dataset;
    }

    private void tell(EventType type, Dataset dataset) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("dataset", dataset.id())
                .put("owner", dataset.owner())
                .put("type", dataset.type())
                .put("format", dataset.format());
        events.publish(NewEvent.of(type, new Audience(dataset.owner(), false, true), body));
    }
}
