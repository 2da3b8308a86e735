package dev.modeldock.actions.packs;

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
        Map<String, String> environment) {
    private static final String ALL = "*";

    public ActionPack {
        architectures = List.copyOf(architectures);
        actions = List.copyOf(actions);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** How a spec is written. */
    public enum SpecForm {
        JSON,
        YAML,
        PROTOBUF
    }

    /** Whether it can do an action on such a thing. */
    public boolean does(String kind, String action) {
        return (architectures.contains(kind) || architectures.contains(ALL))
                && (actions.contains(action) || actions.contains(ALL));
    }
}
