package dev.modeldock.actions.specs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.List;
import java.util.Locale;

/**
 * Specs of actions. They are foreign: whatever their schema says, they hold at most 100 000 values, 32 levels deep, with
 * names of up to 200 and texts of up to 65 536 characters, and finite numbers only. Properties of which a schema says
 * nothing are taken as they are.
 */
public final class Specs {
    /** What JSON Schema does not know, such as {@code popular}, is for readers and not worth a line in the log. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .unknownKeywordFactory((name, context) -> new NonValidationKeyword(name))
            .build();

    /** Schemas are looked at one by one and never kept: each may be another one, and nothing is fetched for them. */
    private final SchemaRegistry schemas = SchemaRegistry.withDialect(
            DIALECT,
            builder -> builder.schemaCacheEnabled(false)
                    .schemaLoader(loader -> loader.fetchRemoteResources(false))
                    .schemaRegistryConfig(
                            SchemaRegistryConfig.builder().locale(Locale.ROOT).build()));

    /** The spec of a job for which none was saved: the default of its schema, or an empty one. */
    public ObjectNode defaults(ObjectNode schema) {
        return schema.get("default") instanceof ObjectNode usual
                ? usual.deepCopy()
                : JsonNodeFactory.instance.objectNode();
    }

    /**
     * Find what in a spec does not follow its schema.
     *
     * @return at most 100 faults, in no promised order; none when all is well
     * @throws DockException {@code SERVER_ERROR} when the schema itself is of no use
     */
    public List<Fault> faults(ObjectNode schema, JsonNode spec) {
        if (!spec.isObject()) {
            return List.of(Faults.fault("", "is no object; expected is an object of parameters"));
        }
        return SpecBounds.exceeded(spec).map(List::of).orElseGet(() -> found(compiled(schema), spec));
    }

    /**
     * Take a spec that follows its schema.
     *
     * @return the spec
     * @throws DockException {@code VALIDATION_ERROR} with the path and the reason of every fault, the first 100 of them;
     *     {@code SERVER_ERROR} when the schema itself is of no use
     */
    public ObjectNode require(ObjectNode schema, JsonNode spec) {
        List<Fault> faults = faults(schema, spec);
        if (!faults.isEmpty() || !(spec instanceof ObjectNode object)) {
            throw Faults.refusal(faults);
        }
        return object;
    }

    /**
     * Lay a change over a saved spec. Objects are merged at every level, scalars and lists replace what is there, and a
     * change that is no object changes nothing.
     *
     * @return a new spec that follows its schema
     * @throws DockException {@code VALIDATION_ERROR} when the change has an object where the saved spec has none, or as
     *     {@link #require} has it
     */
    public ObjectNode updated(ObjectNode schema, ObjectNode saved, JsonNode change) {
        SpecBounds.exceeded(change).ifPresent(fault -> {
            throw Faults.refusal(List.of(fault));
        });
        return require(schema, SpecMerge.merged(saved, change));
    }

    /**
     * Refuse what is no JSON Schema, for whoever takes one in.
     *
     * @throws DockException {@code VALIDATION_ERROR} with what is wrong in it
     */
    public void requireSchema(ObjectNode schema) {
        Schema schemaOfSchemas =
                schemas.getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));
        List<Fault> faults = SpecBounds.exceeded(schema).map(List::of).orElseGet(() -> found(schemaOfSchemas, schema));
        if (!faults.isEmpty()) {
            throw Faults.refusal(faults);
        }
        compiled(schema);
    }

    private Schema compiled(ObjectNode schema) {
        try {
            return schemas.getSchema(schema);
        } catch (SchemaException e) {
            throw unusable(e);
        }
    }

    private static List<Fault> found(Schema schema, JsonNode spec) {
        try {
            List<Error> errors = schema.validate(spec);
            return errors.stream().map(Faults::of).distinct().limit(Faults.MOST).toList();
        } catch (SchemaException e) {
            throw unusable(e);
        }
    }

    private static DockException unusable(SchemaException e) {
        return new DockException(
                Problem.SERVER_ERROR, "The schema of this action cannot be used; the log has the cause.", e);
    }
}
