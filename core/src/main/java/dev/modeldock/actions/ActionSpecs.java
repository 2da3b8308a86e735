package dev.modeldock.actions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.schemas.Schemas;
import dev.modeldock.actions.schemas.Topic;
import dev.modeldock.actions.specs.SpecStore;
import dev.modeldock.actions.specs.Specs;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The specs that datasets and models have for their actions, each held to its schema. */
public final class ActionSpecs {
    private final Schemas schemas;
    private final SpecStore store;
    private final Function<String, List<String>> classes;
    private final Specs specs = new Specs();

    /** @param classes what is known to be in the data that a handler is trained with */
    public ActionSpecs(Schemas schemas, SpecStore store, Function<String, List<String>> classes) {
        this.schemas = schemas;
        this.store = store;
        this.classes = classes;
    }

    /** The JSON Schema of the spec of a handler's action, or {@code NOT_FOUND}. */
    public ObjectNode schema(String handler, Topic topic) {
        return schemas.schema(topic, classes.apply(handler))
                .orElseThrow(() -> new DockException(Problem.NOT_FOUND, "Default specs do not exist for action"));
    }

    /** What an action is to do when nothing was saved for it. */
    public ObjectNode usual(String handler, Topic topic) {
        return schemas.schema(topic, classes.apply(handler))
                .map(specs::defaults)
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }

    /** What was saved for an action of a dataset or a model; empty when nothing was. */
    public Optional<ObjectNode> find(String handler, String action) {
        return store.find(handler, action);
    }

    /**
     * Save a spec in place of what was there.
     *
     * @throws DockException {@code VALIDATION_ERROR} with the path and the reason of every fault
     */
    public ObjectNode save(String handler, Topic topic, JsonNode spec) {
        ObjectNode checked = specs.require(schema(handler, topic), spec);
        store.save(handler, topic.action(), checked);
        return checked;
    }

    /**
     * Lay a change over the saved spec.
     *
     * @throws DockException {@code NOT_FOUND} when none was saved, else as {@link Specs#updated}
     */
    public ObjectNode update(String handler, Topic topic, JsonNode change) {
        ObjectNode saved =
                find(handler, topic.action()).orElseThrow(() -> new DockException(Problem.NOT_FOUND, "Spec not found"));
        ObjectNode updated = specs.updated(schema(handler, topic), saved, change);
        store.save(handler, topic.action(), updated);
        return updated;
    }

    /** Forget what was saved for a dataset or a model that goes. */
    public void forget(String handler) {
        store.forget(handler);
    }
}
