package dev.modeldock.formats;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Tells what a model can be loaded as, and refuses one that claims to be something and lacks a part of it. */
final class Recognition {
    private static final Predicate<String> ADAPTER = Pattern.compile(
                    "adapter_model(-\\d{5}-of-\\d{5})?\\.(safetensors|bin)")
            .asMatchPredicate();
    private static final Predicate<String> PICKLED = Pattern.compile(
                    "(?s)(.*/)?(pytorch_model.*\\.bin|.*\\.(pt|pth|ckpt))")
            .asMatchPredicate();

    private final ModelFiles model;
    private final boolean adapterWanted;
    private final Optional<WeightSet> weights;

    Recognition(ModelFiles model, Shards shards, boolean adapterWanted) {
        this.model = model;
        this.adapterWanted = adapterWanted;
        this.weights = WeightSet.find(model, shards);
    }

    Profile profile() {
        if (adapterWanted || model.has("adapter_config.json")) {
            Optional<Profile> adapter = adapter();
            if (adapter.isPresent()) {
                return adapter.get();
            }
        }
        if (model.has("model_index.json")) {
            Folders.checkDiffusers(model, object("model_index.json"));
            return Profile.DIFFUSERS;
        }
        if (model.has("modules.json")) {
            JsonNode modules = model.json("modules.json").orElseThrow();
            if (modules.isArray()) {
                Folders.checkSentenceTransformers(model, modules);
                return Profile.SENTENCE_TRANSFORMERS;
            }
        }
        return single();
    }

    /** The weights at the root, by which the facts are told. */
    Optional<WeightSet> weights() {
        return weights;
    }

    /** The files with the weights of an adapter. */
    List<ModelFile> adapterWeights() {
        List<ModelFile> peft = model.where(ADAPTER);
        boolean anyCounts = peft.isEmpty() && adapterWanted;
        return anyCounts ? model.where(path -> path.matches("[^/]+\\.(safetensors|bin|pt|gguf)")) : peft;
    }

    private Optional<Profile> adapter() {
        boolean hasConfig = model.has("adapter_config.json");
        boolean hasWeights = !adapterWeights().isEmpty();
        boolean whole = model.has("config.json") && weights.isPresent();
        if (hasConfig) {
            object("adapter_config.json");
        }
        if (whole && !adapterWanted) {
            model.note("adapter_config.json lies beside a whole model; it is taken as the model.");
            return Optional.empty();
        }
        if (!hasConfig && (whole || !hasWeights)) {
            model.lacks(
                    "It was announced as an adapter but " + (whole ? "is a whole model:" : "") + " it has neither"
                            + " adapter_config.json nor adapter weights"
                            + " (adapter_model.safetensors). Bring these files, or the model without isAdapter.",
                    List.of("adapter_config.json", "adapter_model.safetensors"));
            return Optional.empty();
        }
        if (!hasWeights) {
            model.lacks(
                    "adapter_config.json is there but no adapter_model.safetensors or adapter_model.bin. Bring the"
                            + " adapter with its weights.",
                    List.of("adapter_model.safetensors"));
            return Optional.empty();
        }
        if (!hasConfig) {
            model.note("There is no adapter_config.json, so the base model is not known.");
        }
        return Optional.of(Profile.PEFT_ADAPTER);
    }

    private Profile single() {
        boolean config = model.has("config.json");
        if (config) {
            object("config.json");
        }
        if (config && weights.isPresent()) {
            return weights.get().profile();
        }
        if (any(".gguf")) {
            return Profile.GGUF;
        }
        if (any(".onnx")) {
            return Profile.ONNX;
        }
        if (any(".safetensors")) {
            return Profile.SAFETENSORS;
        }
        if (config) {
            model.note("There is a config.json but no weights that are known.");
        }
        boolean pickled = !model.where(PICKLED).isEmpty();
        return pickled ? Profile.PYTORCH : Profile.FILES;
    }

    private boolean any(String ending) {
        return !model.where(path -> path.endsWith(ending)).isEmpty();
    }

    private JsonNode object(String path) {
        return model.read(model.file(path), "JSON object", bytes -> {
            JsonNode node = model.json(path).orElseThrow();
            SafetensorsHeader.expect(node.isObject(), "it holds something else");
            return node;
        });
    }
}
