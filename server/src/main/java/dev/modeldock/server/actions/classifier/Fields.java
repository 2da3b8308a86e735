package dev.modeldock.server.actions.classifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.schemas.Schemas;
import dev.modeldock.actions.schemas.Topic;
import dev.modeldock.actions.specs.Fault;
import dev.modeldock.actions.specs.Specs;
import dev.modeldock.server.actions.TaskSpec;
import dev.modeldock.spi.ActionException;
import dev.modeldock.spi.ActionTask;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of specs that the classifier reads, which stand beside those of the toolkit. The schema tells their defaults and
 * bounds, and is all that tells them.
 *
 * @param schema a JSON Schema of an object
 */
record Fields(ObjectNode schema) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_TOLD = 40;

    /** Those of an action; its file names what it has in common with another. */
    static Fields of(String action) {
        ObjectNode schema = read(action + ".json");
        JsonNode inherits = schema.remove("inherits");
        JsonNode without = schema.remove("without");
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        if (inherits != null) {
            ObjectNode other = of(inherits.asText()).schema();
            properties.setAll((ObjectNode) other.get("properties"));
            for (String name : List.of("popular", "automl_default_parameters")) {
                if (other.has(name)) {
                    schema.set(name, other.get(name));
                }
            }
        }
        if (without != null) {
            without.forEach(name -> properties.remove(name.asText()));
        }
        properties.setAll((ObjectNode) schema.get("properties"));
        schema.put("type", "object").set("properties", properties);
        ObjectNode usual = schema.putObject("default");
        properties
                .properties()
                .forEach(each -> usual.set(each.getKey(), each.getValue().get("default")));
        return new Fields(schema);
    }

    private static ObjectNode read(String name) {
        try (InputStream in = Fields.class.getResourceAsStream("/dev/modeldock/server/actions/classifier/" + name)) {
            return (ObjectNode) JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode properties() {
        return (ObjectNode) schema.get("properties");
    }

    /**
     * What a spec says of these fields, with the defaults of those of which it says nothing.
     *
     * @throws ActionException when one of them is not as the schema has it
     */
    TaskSpec values(TaskSpec spec) throws ActionException {
        ObjectNode values = schema.get("default").deepCopy();
        values.fieldNames().forEachRemaining(name -> {
            if (!spec.at(name).isMissingNode()) {
                values.set(name, spec.at(name));
            }
        });
        List<Fault> faults = new Specs().faults(schema, values);
        if (!faults.isEmpty()) {
            Fault first = faults.get(0);
            throw new ActionException("The field " + first.path() + " of the spec " + first.reason());
        }
        return new TaskSpec(values);
    }

    /** The fields of the toolkit in which a spec differs from what is usual there: they would change nothing. */
    List<String> unread(ActionTask.Subject subject, TaskSpec spec) {
        JsonNode usual = new Schemas(Catalogue.tao(), List.of())
                .schema(Topic.model(subject.kind(), subject.action()))
                .<JsonNode>map(found -> found.path("default"))
                .orElseGet(JsonNodeFactory.instance::objectNode);
        Set<String> names = new TreeSet<>();
        differing(spec.root(), usual, "", names);
        properties().fieldNames().forEachRemaining(names::remove);
        List<String> told = new ArrayList<>(names.stream().limit(MOST_TOLD).toList());
        if (names.size() > MOST_TOLD) {
            told.add("and " + (names.size() - MOST_TOLD) + " more");
        }
        return told;
    }

    private static void differing(JsonNode spec, JsonNode usual, String path, Set<String> names) {
        for (var each : spec.properties()) {
            String name = path.isEmpty() ? each.getKey() : path + "." + each.getKey();
            JsonNode other = usual.path(each.getKey());
            if (each.getValue().isObject()) {
                differing(each.getValue(), other, name, names);
            } else if (!same(each.getValue(), other)) {
                names.add(name);
            }
        }
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return one.equals(other) || one.isNumber() && other.isNumber() && one.doubleValue() == other.doubleValue();
    }
}
