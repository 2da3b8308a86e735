package dev.modeldock.actions.schemas;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.catalogue.Architecture;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.problems.DockException;
import java.util.List;
import java.util.Optional;

/**
 * The JSON Schema (draft 2020-12) of the spec of every action. Beside what JSON Schema knows, an object tells which of
 * its properties are {@code popular}, a property which {@code value_type} a search for good values takes it for, and
 * the root its {@code automl_default_parameters}. The root's {@code default} is the whole default spec.
 */
public final class Schemas {
    private static final int MOST_CLASSES = 1000;

    private final Catalogue catalogue;
    private final List<SchemaPack> packs;
    private final ParameterTables tables = new ParameterTables();

    /** @param packs asked in this order, before the tables */
    public Schemas(Catalogue catalogue, List<SchemaPack> packs) {
        this.catalogue = catalogue;
        this.packs = List.copyOf(packs);
    }

    /** The schema of a topic as long as nothing is known of its data; empty when no spec of such an action is known. */
    public Optional<ObjectNode> schema(Topic topic) {
        return schema(topic, List.of());
    }

    /**
     * The schema of a topic.
     *
     * @param classes what is in the data that a model is trained with, for the defaults of the architectures that want
     *     to be told; each is named once, in this order. More than 1000 are not named: the default is as if none were
     *     known
     * @throws DockException {@code SERVER_ERROR} when a pack adds fields that there are already
     * @return a new object that the caller may change; empty when no spec of such an action is known
     */
    public Optional<ObjectNode> schema(Topic topic, List<String> classes) {
        for (SchemaPack pack : packs) {
            Optional<ObjectNode> brought = pack.schema(topic);
            if (brought.isPresent()) {
                return brought.map(ObjectNode::deepCopy);
            }
        }
        Optional<ObjectNode> more =
                packs.stream().flatMap(pack -> pack.fields(topic).stream()).findFirst();
        List<Parameter> rows = tables.rows(topic);
        if (rows.isEmpty() && more.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode known = new SchemaWriter(new Defaults(named(topic, classes))).write(rows);
        return more.isEmpty() ? Optional.of(known) : Optional.of(MoreFields.beside(known, more.get()));
    }

    private List<String> named(Topic topic, List<String> classes) {
        boolean classwise = catalogue
                .architecture(topic.owner())
                .filter(Architecture::classwise)
                .isPresent();
        List<String> distinct =
                classes.stream().distinct().limit(MOST_CLASSES + 1).toList();
        return classwise && distinct.size() <= MOST_CLASSES ? distinct : List.of();
    }
}
