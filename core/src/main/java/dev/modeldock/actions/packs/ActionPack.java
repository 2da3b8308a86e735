package dev.modeldock.actions.packs;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A folder with a command that does actions.
 *
 * @param name that of the folder
 * @param architectures of models, or types of datasets, that it can work on; {@code *} is all
 * @param actions that it can do; {@code *} is all
 * @param command the program and its arguments, with placeholders
 * @param spec how the command wants to read its spec
 * @param pausable whether a run that was cut off can go on from what it has written
 * @param environment what the command sees beside the usual
 * @param settings values laid over a spec before it is written: by architecture and action, then by dotted path;
 *     placeholders in their texts are filled in
 * @param schemas of specs that are its own, as JSON text, by action
 */
public record ActionPack(
        String name,
        Path folder,
        List<String> architectures,
        List<String> actions,
        List<String> command,
        SpecForm spec,
        boolean gpu,
        boolean pausable,
        Map<String, String> environment,
        Map<String, Map<String, Map<String, JsonNode>>> settings,
        Map<String, String> schemas) {
    private static final String ALL = "*";

    public ActionPack {
        architectures = List.copyOf(architectures);
        actions = List.copyOf(actions);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        settings = Map.copyOf(settings);
        schemas = Map.copyOf(schemas);
    }

    /** How a spec is written. */
    public enum SpecForm {
        JSON,
        YAML,
        PROTOBUF,
        /** As the containers of the model's architecture read it. */
        ARCHITECTURE
    }

    /** Whether it can do an action on such a thing. */
    public boolean does(String kind, String action) {
        return (architectures.contains(kind) || architectures.contains(ALL))
                && (actions.contains(action) || actions.contains(ALL));
    }

    /** What is laid over the spec of an action on such a thing, by dotted path. */
    public Map<String, JsonNode> settings(String kind, String action) {
        return settings.getOrDefault(kind, Map.of()).getOrDefault(action, Map.of());
    }
}
