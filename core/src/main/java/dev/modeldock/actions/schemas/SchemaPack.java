package dev.modeldock.actions.schemas;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Schemas that a pack of actions brings. What it answers goes before the tables that come with the program. */
public interface SchemaPack {
    /**
     * The schema of an action's spec, as JSON Schema (draft 2020-12) of an object; its {@code default} is the spec of
     * jobs for which none was saved.
     *
     * @return empty when the pack knows nothing of it; the object is copied and not changed
     */
    Optional<ObjectNode> schema(Topic topic);

    /**
     * What an action's spec may hold beside what the tables tell of it, as JSON Schema of an object.
     *
     * @return empty when the pack adds nothing; the object is copied and not changed
     */
    default Optional<ObjectNode> fields(Topic topic) {
        return Optional.empty();
    }
}
