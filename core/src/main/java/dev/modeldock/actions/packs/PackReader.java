package dev.modeldock.actions.packs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the {@code action.json} of a pack; whatever is wrong with it is said by name. */
final class PackReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "action.json";
    private static final long MOST_BYTES = 1 << 20;
    private static final Set<String> FIELDS =
            Set.of("architectures", "actions", "command", "spec", "gpu", "pausable", "environment", "set");

    private PackReader() {}

    static ActionPack read(Path folder) {
        String name = folder.getFileName().toString();
        JsonNode pack = json(folder.resolve(FILE));
        Set<String> unknown = new TreeSet<>();
        pack.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(FIELDS);
        if (!pack.isObject() || !unknown.isEmpty()) {
            throw refused(pack.isObject() ? "has the unknown fields " + unknown : "is no JSON object");
        }
        return new ActionPack(
                name,
                folder.toAbsolutePath(),
                texts(pack, "architectures"),
                texts(pack, "actions"),
                texts(pack, "command"),
                form(pack.path("spec").asText("json")),
                flag(pack, "gpu"),
                flag(pack, "pausable"),
                environment(pack.path("environment")),
                settings(pack.path("set")),
                PackSchemas.read(folder));
    }

    private static JsonNode json(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw refused("has more than " + MOST_BYTES + " bytes");
            }
            return JSON.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw refused("is not there");
        } catch (JsonProcessingException e) {
            throw refused("is no JSON: line " + e.getLocation().getLineNr());
        } catch (IOException e) {
            throw new DockException(Problem.VALIDATION_ERROR, FILE + " cannot be read.", e);
        }
    }

    private static List<String> texts(JsonNode pack, String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : pack.path(field)) {
            if (!each.isTextual() || each.textValue().isBlank()) {
                throw refused("has something else than a text in \"" + field + "\"");
            }
            texts.add(each.textValue());
        }
        if (!pack.path(field).isArray() || texts.isEmpty()) {
            throw refused("has no \"" + field + "\"; expected is a list of texts");
        }
        return texts;
    }

    private static ActionPack.SpecForm form(String text) {
        for (ActionPack.SpecForm form : ActionPack.SpecForm.values()) {
            if (form.name().equals(text.toUpperCase(Locale.ROOT))) {
                return form;
            }
        }
        throw refused("has a \"spec\" that is none of json, yaml, protobuf, architecture");
    }

    private static boolean flag(JsonNode pack, String field) {
        JsonNode value = pack.path(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw refused("has a \"" + field + "\" that is neither true nor false");
        }
        return value.asBoolean(false);
    }

    private static Map<String, String> environment(JsonNode environment) {
        Map<String, String> all = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : environment.properties()) {
            if (!each.getKey().matches("[A-Za-z_][A-Za-z0-9_]*")
                    || !each.getValue().isTextual()) {
                throw refused("has something in \"environment\" that is no name with a text");
            }
            all.put(each.getKey(), each.getValue().textValue());
        }
        return all;
    }

    /** Architecture, action, dotted path. */
    private static Map<String, Map<String, Map<String, JsonNode>>> settings(JsonNode set) {
        Map<String, Map<String, Map<String, JsonNode>>> all = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> kind : objects(set)) {
            Map<String, Map<String, JsonNode>> actions =
                    all.computeIfAbsent(kind.getKey(), key -> new LinkedHashMap<>());
            for (Map.Entry<String, JsonNode> action : objects(kind.getValue())) {
                Map<String, JsonNode> paths = actions.computeIfAbsent(action.getKey(), key -> new LinkedHashMap<>());
                objects(action.getValue()).forEach(path -> paths.put(path.getKey(), path.getValue()));
            }
        }
        return all;
    }

    private static Set<Map.Entry<String, JsonNode>> objects(JsonNode node) {
        if (!node.isMissingNode() && !node.isObject()) {
            throw refused("has a \"set\" that is not {architecture: {action: {\"dotted.path\": value}}}");
        }
        return node.properties();
    }

    private static DockException refused(String what) {
        return new DockException(Problem.VALIDATION_ERROR, FILE + " " + what + ".");
    }
}
