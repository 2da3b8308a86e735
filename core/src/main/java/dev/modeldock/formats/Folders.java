package dev.modeldock.formats;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks models that are made of several folders, named by a file at the top. */
final class Folders {
    private Folders() {}

    /** model_index.json of diffusers: each component has a folder, and each folder with a config.json its weights. */
    static void checkDiffusers(ModelFiles model, JsonNode index) {
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, JsonNode> component : index.properties()) {
            JsonNode value = component.getValue();
            boolean named =
                    value.isArray() && value.size() == 2 && value.path(1).isTextual();
            String folder = component.getKey();
            if (named && !folder.startsWith("_") && !complete(model, folder)) {
                missing.add(folder);
            }
        }
        if (!missing.isEmpty()) {
            model.lacks(
                    "model_index.json names components whose folders are missing or have no weights: "
                            + ModelFiles.list(missing) + ". Bring the model with all of its files.",
                    missing);
        }
    }

    private static boolean complete(ModelFiles model, String folder) {
        return model.hasFolder(folder)
                && (!model.has(folder + "/config.json")
                        || !model.where(path -> path.startsWith(folder + "/") && isWeights(path))
                                .isEmpty());
    }

    /** modules.json of sentence-transformers: the weights, and the config.json of each pooling or dense layer. */
    static void checkSentenceTransformers(ModelFiles model, JsonNode modules) {
        List<String> missing = new ArrayList<>();
        for (JsonNode module : modules) {
            String type = module.path("type").asText();
            String config = module.path("path").asText() + "/config.json";
            if ((type.endsWith(".Pooling") || type.endsWith(".Dense")) && !model.has(config)) {
                missing.add(config);
            }
        }
        if (model.where(Folders::isWeights).isEmpty()) {
            missing.add("model.safetensors");
        }
        if (!missing.isEmpty()) {
            model.lacks(
                    "modules.json needs files that are missing: " + ModelFiles.list(missing)
                            + ". Bring the model with all of its files.",
                    missing);
        }
    }

    static boolean isWeights(String path) {
        return path.matches("(?s).*\\.(safetensors|bin|pt|pth|ckpt|onnx|gguf|h5|msgpack|xml)");
    }
}
