package dev.modeldock.server.actions.annotations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.modeldock.server.actions.labels.ClassBound;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Which category a label becomes.
 *
 * @param targets names of the categories; their ids are their places, from 1
 * @param ids of the categories, by label
 */
record ClassMap(List<String> targets, Map<String, Integer> ids) {
    private static final int MOST = ClassBound.MOST;
    private static final int MOST_CHARS = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXPECTED =
            "; expected is a list of {target: [label, …]}, such as \"- vehicle: [car, van]\".";

    ClassMap {
        targets = List.copyOf(targets);
        ids = Map.copyOf(ids);
    }

    /** Each label is a category of its own. */
    static ClassMap of(List<String> labels) {
        Map<String, Integer> ids = new HashMap<>();
        labels.forEach(label -> ids.put(label, ids.size() + 1));
        return new ClassMap(labels, ids);
    }

    /** What {@code kitti.mapping} of the spec says: the path of a YAML file in the dataset, or the list itself. */
    static Optional<ClassMap> said(ServiceRun run) throws ActionException, IOException {
        JsonNode mapping = run.spec().at("kitti.mapping");
        if (mapping.isMissingNode() || mapping.isTextual() && mapping.asText().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(of(mapping.isTextual() ? yaml(run.data(), mapping.asText()) : mapping));
    }

    private static JsonNode yaml(Path data, String path) throws ActionException, IOException {
        Path file = data.resolve(path).normalize();
        if (!file.startsWith(data) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ActionException(
                    "kitti.mapping of the spec is " + path
                            + ", and the dataset has no such file. Upload it with the images; the path begins where images/ lies.");
        }
        if (Files.size(file) > MOST_CHARS) {
            throw new ActionException("The mapping " + path + " has " + Files.size(file) + " bytes; at most "
                    + MOST_CHARS + " are read.");
        }
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(MOST_CHARS)
                .setMaxAliasesForCollections(0)
                .build();
        try {
            return JSON.valueToTree(new Load(settings).loadFromString(Files.readString(file)));
        } catch (YamlEngineException | IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
            throw new ActionException(
                    "The mapping " + path + " cannot be read as YAML: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + EXPECTED,
                    e);
        }
    }

    private static ClassMap of(JsonNode list) throws ActionException {
        require(list.isArray() && list.size() <= MOST, "is no list, or has more than " + MOST + " entries");
        List<String> targets = new ArrayList<>();
        Map<String, Integer> ids = new HashMap<>();
        for (JsonNode entry : (ArrayNode) list) {
            require(entry.isObject() && entry.size() == 1, "has the entry " + shown(entry));
            String target = entry.fieldNames().next();
            require(!target.isBlank() && !targets.contains(target), "has more than one target \"" + target + "\"");
            targets.add(target);
            JsonNode labels = entry.get(target);
            require(labels.isArray(), "has for " + target + " no list but " + shown(labels));
            for (JsonNode label : labels) {
                require(label.isValueNode() && !label.isNull(), "has for " + target + " the label " + shown(label));
                Integer other = ids.put(label.asText(), targets.size());
                require(
                        other == null || other == targets.size(),
                        "maps the label " + label.asText() + " to more than one target");
            }
        }
        return new ClassMap(targets, ids);
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    private static void require(boolean holds, String what) throws ActionException {
        if (!holds) {
            throw new ActionException("The mapping of classes (kitti.mapping) " + what + EXPECTED);
        }
    }
}
