package dev.modeldock.actions.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The default values of a tree of parameters; those that name classes name the ones that the training data has. What is
 * answered is shared, and copied before anybody may change it.
 */
final class Defaults {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final List<String> classes;
    /** A schema has the default of a parameter at every level around it. */
    private final Map<ParameterTree, Optional<JsonNode>> known = new IdentityHashMap<>();

    /** Defaults for data with some classes; as the table has them when none is known. */
    Defaults(List<String> classes) {
        this.classes = classes;
    }

    /** The default of a parameter with all that lies within; empty when there is none. */
    Optional<JsonNode> of(ParameterTree tree) {
        Optional<JsonNode> value = known.get(tree);
        if (value == null) {
            value = made(tree);
            known.put(tree, value);
        }
        return value;
    }

    private Optional<JsonNode> made(ParameterTree tree) {
        Optional<JsonNode> named = classes.isEmpty() ? Optional.empty() : naming(tree);
        if (named.isPresent()) {
            return named;
        }
        Optional<JsonNode> own = own(tree);
        if (tree.children().isEmpty()) {
            return own;
        }
        Optional<ObjectNode> within = within(tree);
        if (tree.type() == ValueType.ARRAY) {
            return own.isPresent() ? own : within.map(each -> JSON.arrayNode().add(each));
        }
        if (own.isEmpty()) {
            return within.map(each -> each);
        }
        ObjectNode both = own.get().deepCopy();
        within.ifPresent(both::setAll);
        return Optional.of(both);
    }

    private static Optional<JsonNode> own(ParameterTree tree) {
        return tree.row().flatMap(row -> tree.type().value(row.cell(Parameter.DEFAULT)));
    }

    /** The object of the defaults of all children that have one; empty when none has. */
    Optional<ObjectNode> within(ParameterTree tree) {
        ObjectNode object = JSON.objectNode();
        tree.children().forEach(child -> of(child).ifPresent(value -> object.set(child.name(), value)));
        return object.isEmpty() ? Optional.empty() : Optional.of(object);
    }

    /** One entry for each class, where a parameter is of the few that list classes. */
    private Optional<JsonNode> naming(ParameterTree tree) {
        if (tree.type() != ValueType.ARRAY) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (tree.path()) {
                    case "inferencer_config.target_classes" -> names();
                    case "dataset_config.target_class_mapping" -> mapping();
                    case "classwise_config" -> entries(tree);
                    case "bbox_handler_config.classwise_bbox_handler_config" -> outputs(entries(tree));
                    default -> null;
                });
    }

    private ArrayNode names() {
        ArrayNode names = JSON.arrayNode();
        classes.forEach(names::add);
        return names;
    }

    private ArrayNode mapping() {
        ArrayNode mapping = JSON.arrayNode();
        classes.forEach(name -> mapping.addObject().put("key", name).put("value", name));
        return mapping;
    }

    private ArrayNode entries(ParameterTree tree) {
        ArrayNode entries = JSON.arrayNode();
        Optional<ObjectNode> usual = within(tree);
        for (String name : classes) {
            ObjectNode entry = JSON.objectNode().put("key", name);
            usual.ifPresent(each -> entry.setAll(each.deepCopy()));
            entries.add(entry.put("key", name));
        }
        return entries;
    }

    private ArrayNode outputs(ArrayNode entries) {
        for (JsonNode entry : entries) {
            ((ObjectNode) entry)
                    .withObjectProperty("value")
                    .put("output_map", entry.path("key").textValue());
        }
        return entries;
    }
}
