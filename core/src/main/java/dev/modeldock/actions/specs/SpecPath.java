package dev.modeldock.actions.specs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Places in specs: names with dots between, from the outermost inwards. */
public final class SpecPath {
    private SpecPath() {}

    /** What stands at a place; missing when nothing does. */
    public static JsonNode at(JsonNode spec, String path) {
        JsonNode at = spec;
        for (String name : path.split("\\.")) {
            at = at.path(name);
        }
        return at;
    }

    /** Put something at a place; what stands in the way gives way. */
    public static void set(ObjectNode spec, String path, JsonNode value) {
        String[] names = path.split("\\.");
        ObjectNode at = spec;
        for (int i = 0; i < names.length - 1; i++) {
            at = at.get(names[i]) instanceof ObjectNode inner ? inner : at.putObject(names[i]);
        }
        at.set(names[names.length - 1], value);
    }
}
