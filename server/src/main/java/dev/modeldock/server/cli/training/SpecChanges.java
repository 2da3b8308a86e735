package dev.modeldock.server.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.remote.Json;
import java.util.List;

/** {@code --set spec.path=value}, laid into a spec. Numbers in a path are places in a list. */
final class SpecChanges {
    private SpecChanges() {}

    /** Set each; the dock holds the result to the schema. */
    static void apply(ObjectNode spec, List<String> assignments) {
        for (String each : assignments) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw usage("A --set has no \"=\" or nothing before it");
            }
            set(spec, List.of(each.substring(0, equals).split("\\.")), Json.typed(each.substring(equals + 1)));
        }
    }

    private static void set(JsonNode at, List<String> path, JsonNode value) {
        String step = path.isEmpty() ? "" : path.get(0);
        if (step.isEmpty()) {
            throw usage("A --set has a path with an empty name");
        }
        boolean last = path.size() == 1;
        if (at instanceof ArrayNode list) {
            int place = step.matches("\\d{1,6}") ? Integer.parseInt(step) : list.size();
            if (place >= list.size()) {
                throw usage("There is no place " + step + " in a list of " + list.size());
            }
            if (last) {
                list.set(place, value);
            } else {
                set(list.get(place), path.subList(1, path.size()), value);
            }
        } else if (at instanceof ObjectNode object) {
            if (last) {
                object.set(step, value);
            } else {
                boolean leads = object.path(step).isContainerNode();
                set(leads ? object.get(step) : object.putObject(step), path.subList(1, path.size()), value);
            }
        } else {
            throw usage("Nothing can lie below " + step + ", which stands in a plain value");
        }
    }

    private static CommandFailure usage(String sentence) {
        return new CommandFailure(
                ExitCode.USAGE, sentence + "; expected is --set spec.path=value, as --set train.epochs=10.");
    }
}
