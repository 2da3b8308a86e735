package dev.modeldock.actions.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes a tree of parameters as JSON Schema. */
final class SchemaWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Defaults defaults;

    SchemaWriter(Defaults defaults) {
        this.defaults = defaults;
    }

    /** The schema of a whole spec. */
    ObjectNode write(List<Parameter> rows) {
        ObjectNode schema = JSON.objectNode();
        object(schema, ParameterTree.of(rows));
        Set<String> tuned = new LinkedHashSet<>();
        rows.stream().filter(Parameter::isTuned).map(Parameter::path).forEach(tuned::add);
        if (!tuned.isEmpty()) {
            tuned.forEach(schema.putArray("automl_default_parameters")::add);
        }
        return schema.deepCopy();
    }

    private ObjectNode property(ParameterTree tree) {
        ObjectNode schema = JSON.objectNode();
        if (tree.type() == ValueType.CONST) {
            return constant(schema, tree);
        }
        schema.put("type", tree.type().schemaType());
        tree.type().searchType().ifPresent(word -> schema.put("value_type", word));
        schema.put("title", Wording.title(tree)).put("description", Wording.description(tree));
        if (tree.type() == ValueType.ARRAY) {
            return list(schema, tree);
        }
        return tree.type() == ValueType.OBJECT ? object(schema, tree) : scalar(schema, tree);
    }

    private ObjectNode constant(ObjectNode schema, ParameterTree tree) {
        schema.put("title", Wording.title(tree)).put("description", Wording.description(tree));
        return schema.set("const", defaults.of(tree).orElseThrow());
    }

    private ObjectNode list(ObjectNode schema, ParameterTree tree) {
        if (tree.children().isEmpty()) {
            return usual(schema, tree);
        }
        object(schema.putObject("items"), tree);
        return schema.set("default", defaults.of(tree).orElseGet(JSON::arrayNode));
    }

    private ObjectNode usual(ObjectNode schema, ParameterTree tree) {
        defaults.of(tree).ifPresent(value -> schema.set("default", value));
        return schema;
    }

    /** What is said of an object, or of each of the objects in a list. */
    private ObjectNode object(ObjectNode schema, ParameterTree tree) {
        schema.put("type", "object");
        if (tree.type() == ValueType.ARRAY) {
            defaults.within(tree).ifPresent(entry -> schema.set("default", entry));
        } else {
            usual(schema, tree);
        }
        if (!tree.children().isEmpty()) {
            ObjectNode properties = schema.putObject("properties");
            tree.children().forEach(child -> properties.set(child.name(), property(child)));
        }
        names(
                schema,
                "required",
                tree.children().stream().filter(this::isRequired).toList());
        names(
                schema,
                "popular",
                tree.children().stream().filter(SchemaWriter::isPopular).toList());
        return schema;
    }

    private static void names(ObjectNode schema, String key, List<ParameterTree> children) {
        if (!children.isEmpty()) {
            ArrayNode names = schema.putArray(key);
            children.forEach(child -> names.add(child.name()));
        }
    }

    /**
     * Whether a parameter must be there: because its row says so, or because something within must. The latter only
     * where the default has it: else it is one of several ways, such as one of two schedules, and may be left out whole.
     */
    private boolean isRequired(ParameterTree tree) {
        return tree.row().filter(Parameter::isRequired).isPresent()
                || tree.children().stream().anyMatch(this::isRequired)
                        && defaults.of(tree).isPresent();
    }

    private static boolean isPopular(ParameterTree tree) {
        return tree.row().filter(Parameter::isPopular).isPresent()
                || tree.children().stream().anyMatch(SchemaWriter::isPopular);
    }

    private ObjectNode scalar(ObjectNode schema, ParameterTree tree) {
        usual(schema, tree);
        Parameter row = tree.row().orElseThrow();
        ValueType type = tree.type();
        if (type.isNumeric()) {
            type.value(row.cell(Parameter.MINIMUM)).ifPresent(bound -> schema.set("minimum", bound));
            type.value(row.cell(Parameter.MAXIMUM)).ifPresent(bound -> schema.set("maximum", bound));
        }
        if (type.hasOptions() && !row.options().isEmpty()) {
            ArrayNode options = schema.putArray("enum");
            row.options().forEach(option -> options.add(option(type, option)));
        }
        return schema;
    }

    private static JsonNode option(ValueType type, String text) {
        return text.isEmpty() ? JSON.textNode("") : type.value(text).orElseThrow();
    }
}
