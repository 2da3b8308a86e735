package dev.modeldock.actions.automl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.specs.SpecPath;
import dev.modeldock.spi.ActionException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The parameters that a search tries values for, and a spec with them. */
public final class SearchSpace {
    private static final Set<String> EPOCHS = Set.of("num_epochs", "max_epochs", "n_epochs", "epochs");

    private final ObjectNode schema;
    private final List<Dimension> dimensions;

    private SearchSpace(ObjectNode schema, List<Dimension> dimensions) {
        this.schema = schema;
        this.dimensions = List.copyOf(dimensions);
    }

    /**
     * Those that the schema marks, with what a model's settings add and remove.
     *
     * @throws ActionException when there are none, or one is named that there is not
     */
    public static SearchSpace of(ObjectNode schema, List<String> add, List<String> remove) throws ActionException {
        Set<String> paths = new LinkedHashSet<>();
        schema.path("automl_default_parameters").forEach(path -> paths.add(path.asText()));
        paths.addAll(add);
        paths.removeAll(remove);
        List<Dimension> dimensions = new ArrayList<>();
        for (String path : paths) {
            Optional<Dimension> found = property(schema, path).flatMap(property -> Dimension.of(path, property));
            if (found.isEmpty() && add.contains(path)) {
                throw new ActionException("The search cannot try values of \"" + path
                        + "\", which automl_add_hyperparameters names: expected is a number, a choice or a flag of the"
                        + " spec's schema.");
            }
            found.ifPresent(dimensions::add);
        }
        if (dimensions.isEmpty()) {
            throw new ActionException("The schema of this action marks no parameter to search. Name some in"
                    + " automl_add_hyperparameters, or set automl_enabled to false.");
        }
        return new SearchSpace(schema, dimensions);
    }

    private static Optional<JsonNode> property(JsonNode schema, String path) {
        JsonNode at = schema;
        for (String name : path.split("\\.")) {
            at = at.path("properties").path(name);
        }
        return Optional.of(at).filter(JsonNode::isObject);
    }

    int size() {
        return dimensions.size();
    }

    /** Where the values of a spec stand. */
    double[] place(ObjectNode spec) {
        double[] place = new double[dimensions.size()];
        for (int i = 0; i < place.length; i++) {
            place[i] =
                    dimensions.get(i).place(SpecPath.at(spec, dimensions.get(i).path()));
        }
        return place;
    }

    /** A spec with the values of a place in it. */
    public ObjectNode spec(ObjectNode base, double[] place) {
        ObjectNode spec = base.deepCopy();
        for (int i = 0; i < place.length; i++) {
            SpecPath.set(spec, dimensions.get(i).path(), dimensions.get(i).value(place[i]));
        }
        return spec;
    }

    /** The values of a place, by path. */
    public ObjectNode values(double[] place) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < place.length; i++) {
            values.set(dimensions.get(i).path(), dimensions.get(i).value(place[i]));
        }
        return values;
    }

    /** Where a spec tells how many epochs it trains; empty when its schema knows no such thing. */
    public Optional<String> epochs() {
        return epochs(schema, "");
    }

    private static Optional<String> epochs(JsonNode schema, String path) {
        List<String> inner = new ArrayList<>();
        for (var each : schema.path("properties").properties()) {
            String name = path.isEmpty() ? each.getKey() : path + "." + each.getKey();
            if (EPOCHS.contains(each.getKey())) {
                return Optional.of(name);
            }
            epochs(each.getValue(), name).ifPresent(inner::add);
        }
        return inner.stream().findFirst();
    }
}
