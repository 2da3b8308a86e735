package dev.modeldock.actions.specs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.problems.DockException;

/**
 * Specs as the text that a command reads. The containers of the toolkit know no {@code version} of a spec, so it is left
 * out of YAML and protobuf text; JSON has all that was saved.
 */
public final class SpecText {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SpecText() {}

    /** A spec as JSON over several lines. */
    public static String json(ObjectNode spec) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(spec) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON cannot be written", e);
        }
    }

    /**
     * A spec as YAML that readers of YAML 1.1 and 1.2 take for the same values.
     *
     * @throws DockException {@code VALIDATION_ERROR} for a number that is not finite
     */
    public static String yaml(ObjectNode spec) {
        return YamlText.of(unversioned(spec));
    }

    /**
     * A spec as protobuf text: {@code name { }} for an object, a list as the same name again and again, {@code __X__} as
     * the literal {@code X} of an enumeration. What is null is left out.
     *
     * @throws DockException {@code VALIDATION_ERROR} for a name that no field can have, for a list within a list and for
     *     a number that is not finite
     */
    public static String protobuf(ObjectNode spec) {
        return ProtobufText.of(unversioned(spec));
    }

    private static ObjectNode unversioned(ObjectNode spec) {
        ObjectNode copy = spec.deepCopy();
        copy.remove("version");
        return copy;
    }
}
