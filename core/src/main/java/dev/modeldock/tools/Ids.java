package dev.modeldock.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** How ids are written: as texts or whole numbers, which name the same thing when they read the same. */
final class Ids {
    /** Under which names a node tells its own id. */
    static final List<String> OWN = List.of("id", "_id", "nodeId");

    private static final List<String> IN_REFERENCE = List.of("id", "nodeId");

    private Ids() {}

    /** The id that a value is, unless it is something else or empty. */
    static Optional<String> of(JsonNode value) {
        boolean id = value.isTextual() && !value.textValue().isEmpty() || value.isIntegralNumber();
        return id ? Optional.of(value.asText()) : Optional.empty();
    }

    /** The value that names another thing: itself, or the id in it when it is an object with one. */
    static JsonNode named(JsonNode value) {
        return IN_REFERENCE.stream()
                .filter(value::has)
                .findFirst()
                .map(value::get)
                .orElse(value);
    }

    /** The first of {@code names} that an object has. */
    static Optional<String> field(JsonNode object, List<String> names) {
        return names.stream().filter(object::has).findFirst();
    }
}
