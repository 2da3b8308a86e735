package dev.modeldock.actions.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.modeldock.actions.catalogue.Architecture;
import dev.modeldock.actions.catalogue.Backend;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.packs.ActionPack;
import dev.modeldock.actions.packs.ActionPack.SpecForm;
import dev.modeldock.actions.specs.SpecPath;
import dev.modeldock.actions.specs.SpecText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Writes a spec as a pack's command wants to read it. */
final class SpecFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ActionPack pack;
    private final Catalogue catalogue;

    SpecFile(ActionPack pack, Catalogue catalogue) {
        this.pack = pack;
        this.catalogue = catalogue;
    }

    /** Into the directory, with what the pack lays over it; {@code values} are for its placeholders. */
    Path write(String json, String kind, String action, Map<String, String> values, Path directory) throws IOException {
        ObjectNode spec = (ObjectNode) JSON.readTree(json);
        pack.settings(kind, action).forEach((path, value) -> SpecPath.set(spec, path, filled(value, values)));
        return switch (form(kind)) {
            case YAML -> Files.writeString(directory.resolve("spec.yaml"), SpecText.yaml(spec));
            case PROTOBUF -> Files.writeString(directory.resolve("spec.txt"), SpecText.protobuf(spec));
            default -> Files.writeString(directory.resolve("spec.json"), SpecText.json(spec));
        };
    }

    private SpecForm form(String kind) {
        if (pack.spec() != SpecForm.ARCHITECTURE) {
            return pack.spec();
        }
        Optional<Backend> backend = catalogue.architecture(kind).map(Architecture::backend);
        return backend.filter(each -> each == Backend.PROTOBUF).isPresent() ? SpecForm.PROTOBUF : SpecForm.YAML;
    }

    private static JsonNode filled(JsonNode value, Map<String, String> values) {
        if (value.isTextual()) {
            return TextNode.valueOf(CommandLine.of(value.textValue(), values));
        }
        if (value.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            value.forEach(each -> list.add(filled(each, values)));
            return list;
        }
        if (value.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(each -> object.set(each.getKey(), filled(each.getValue(), values)));
            return object;
        }
        return value;
    }
}
