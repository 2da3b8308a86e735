package dev.modeldock.actions.commands;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.catalogue.Architecture;
import dev.modeldock.actions.catalogue.Backend;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.packs.ActionPack;
import dev.modeldock.actions.packs.ActionPack.SpecForm;
import dev.modeldock.actions.specs.ClasswiseConfig;
import dev.modeldock.actions.specs.SpecPath;
import dev.modeldock.actions.specs.SpecText;
import dev.modeldock.spi.ActionTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Into the directory, with what the pack lays over it as far as there are values for its placeholders. */
    Path write(String json, ActionTask.Subject subject, SettingValues values, Path directory) throws IOException {
        ObjectNode spec = (ObjectNode) JSON.readTree(json);
        pack.settings(subject.kind(), subject.action())
                .forEach((path, value) -> values.fill(value).ifPresent(filled -> SpecPath.set(spec, path, filled)));
        return switch (form(subject.kind())) {
            case YAML -> Files.writeString(directory.resolve("spec.yaml"), SpecText.yaml(spec));
            case PROTOBUF -> Files.writeString(directory.resolve("spec.txt"), SpecText.protobuf(protobuf(spec)));
            default -> Files.writeString(directory.resolve("spec.json"), SpecText.json(spec));
        };
    }

    /** What a pack of its own wants is written as it was saved. */
    private ObjectNode protobuf(ObjectNode spec) {
        return pack.spec() == SpecForm.ARCHITECTURE ? ClasswiseConfig.spread(spec) : spec;
    }

    private SpecForm form(String kind) {
        if (pack.spec() != SpecForm.ARCHITECTURE) {
            return pack.spec();
        }
        Optional<Backend> backend = catalogue.architecture(kind).map(Architecture::backend);
        return backend.filter(each -> each == Backend.PROTOBUF).isPresent() ? SpecForm.PROTOBUF : SpecForm.YAML;
    }
}
