package dev.modeldock.server.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.problems.Spelling;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.remote.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a source as options: {@code --repo-id} for {@code repo_id}. */
final class SourceFields {
    private final String source;
    private final JsonNode properties;

    /** @param shown what the dock tells of the source */
    SourceFields(JsonNode shown) {
        this.source = shown.path("id").asText();
        this.properties = shown.path("fields").path("properties");
    }

    /** What a request holds: plain fields, and files that go with it. */
    record Wanted(ObjectNode body, Map<String, Path> files) {}

    /** Read what stands behind the name of the source: {@code --field value}, {@code --field=value}, {@code --flag}. */
    Wanted read(List<String> words) {
        Wanted wanted = new Wanted(Json.object(), new LinkedHashMap<>());
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                throw usage("The word " + word + " has no option before it");
            }
            int equals = word.indexOf('=');
            String option = equals < 0 ? word : word.substring(0, equals);
            String field = field(option);
            if (equals >= 0) {
                put(wanted, field, word.substring(equals + 1));
            } else if (isFlag(field) && !isTruth(words, i + 1)) {
                put(wanted, field, "true");
            } else if (++i < words.size()) {
                put(wanted, field, words.get(i));
            } else {
                throw usage("The option " + option + " has no value behind it");
            }
        }
        return wanted;
    }

    /** Set a field by its own name, also one whose option is another's. */
    void set(Wanted wanted, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw usage("A --set has no \"=\" or nothing before it; expected is --set field=value");
        }
        put(wanted, field("--" + assignment.substring(0, equals)), assignment.substring(equals + 1));
    }

    private String field(String option) {
        String name = option.substring(2).replace('-', '_');
        if (!properties.has(name)) {
            throw usage("The source " + source + " has no field " + option.substring(2) + "; the nearest is "
                    + option(Spelling.nearest(name, names())));
        }
        return name;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String option(String field) {
        return "--" + field.replace('_', '-');
    }

    private boolean isFlag(String field) {
        return properties.path(field).path("type").asText().equals("boolean");
    }

    private static boolean isTruth(List<String> words, int at) {
        return at < words.size() && words.get(at).matches("true|false");
    }

    private void put(Wanted wanted, String field, String value) {
        JsonNode form = properties.path(field);
        if (form.path("format").asText().equals("binary")) {
            wanted.files().put(field, Path.of(value));
        } else if (form.path("type").isArray()) {
            ArrayNode all = wanted.body().withArray("/" + field);
            for (String each : value.split(",")) {
                all.add(each.strip());
            }
        } else {
            wanted.body().set(field, typed(form, value));
        }
    }

    /** Text stays text, even where it looks like a number. */
    private static JsonNode typed(JsonNode form, String value) {
        return form.path("type").asText().equals("string")
                ? JsonNodeFactory.instance.textNode(value)
                : Json.typed(value);
    }

    private CommandFailure usage(String sentence) {
        return new CommandFailure(
                ExitCode.USAGE,
                sentence + ". It takes "
                        + String.join(
                                ", ", names().stream().map(SourceFields::option).toList()) + ".");
    }

    /** Each option with what it is, for help. */
    List<String[]> help() {
        List<String[]> rows = new ArrayList<>();
        for (String name : names()) {
            JsonNode form = properties.path(name);
            String usual = form.path("default").asText();
            rows.add(new String[] {
                option(name) + (isFlag(name) ? "" : " <" + kind(form) + ">"),
                form.path("description").asText() + (usual.isEmpty() || isFlag(name) ? "" : " (" + usual + ")")
            });
        }
        return rows;
    }

    private static String kind(JsonNode form) {
        if (form.path("format").asText().equals("binary")) {
            return "file";
        }
        return form.path("type").isArray() ? "a,b" : form.path("type").asText().equals("number") ? "number" : "text";
    }
}
