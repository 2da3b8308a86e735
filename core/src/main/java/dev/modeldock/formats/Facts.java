package dev.modeldock.formats;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Gathers what the files of a model tell, ready for JSON. */
final class Facts {
    private static final int MAX_TEXT = 500;
    private static final Map<String, String> DTYPES = Map.of(
            "float32",
            "F32",
            "float16",
            "F16",
            "bfloat16",
            "BF16",
            "float64",
            "F64",
            "torch.float32",
            "F32",
            "torch.float16",
            "F16",
            "torch.bfloat16",
            "BF16");

    private final ModelFiles model;
    private final WeightHeaders headers;
    private final Map<String, Object> facts = new TreeMap<>();

    Facts(ModelFiles model, WeightHeaders headers) {
        this.model = model;
        this.headers = headers;
    }

    Map<String, Object> of(Profile profile, Recognition recognition) {
        facts.put("format", profile.format());
        switch (profile) {
            case TRANSFORMERS_SAFETENSORS,
                    TRANSFORMERS_SAFETENSORS_SHARDED,
                    TRANSFORMERS_PYTORCH,
                    TRANSFORMERS_PYTORCH_SHARDED ->
                count(recognition.weights().orElseThrow().paths());
            case PEFT_ADAPTER ->
                count(recognition.adapterWeights().stream().map(ModelFile::path).toList());
            case GGUF -> gguf();
            case ONNX -> onnx();
            case DIFFUSERS, SENTENCE_TRANSFORMERS, SAFETENSORS -> count(plainSafetensors());
            case PYTORCH, FILES -> {}
        }
        configs(profile);
        new CardFacts(model, facts).tell(profile);
        return facts;
    }

    /** All safetensors files, but no variants (fp16, ema …) of what is there without one. */
    private Collection<String> plainSafetensors() {
        Map<String, List<String>> folders = model.where(path -> path.endsWith(".safetensors")).stream()
                .map(ModelFile::path)
                .collect(Collectors.groupingBy(ModelFiles::folder));
        return folders.values().stream().flatMap(all -> plain(all).stream()).toList();
    }

    private static List<String> plain(List<String> folder) {
        List<String> plain = folder.stream()
                .filter(path -> !path.matches("(?s).*\\.(fp16|bf16|fp32|non_ema|ema)[.-].*"))
                .toList();
        return plain.isEmpty() ? folder : plain;
    }

    private void count(Collection<String> paths) {
        TensorCount sum = new TensorCount();
        List<String> counted =
                paths.stream().filter(headers.counts()::containsKey).toList();
        counted.forEach(path -> sum.addAll(headers.counts().get(path)));
        if (!counted.isEmpty()) {
            sum.tell(facts);
        }
        if (paths.size() > 1) {
            facts.put("shards", paths.size());
        }
    }

    /** Of several files (other quantizations, a projector) the first that is a model of its own is told. */
    private void gguf() {
        Collection<String> all = headers.ggufs().keySet();
        String main = all.stream()
                .filter(path -> !ModelFiles.name(path).startsWith("mmproj"))
                .findFirst()
                .orElseGet(() -> all.iterator().next());
        String group = main.replaceFirst("-\\d{5}-of-\\d{5}\\.gguf$", "");
        List<String> shards = main.equals(group)
                ? List.of(main)
                : all.stream().filter(path -> path.startsWith(group + "-")).toList();
        count(shards);
        headers.ggufs().get(main).tell(facts);
        facts.put("ggufFiles", all.size());
    }

    private void onnx() {
        String main = headers.onnx().containsKey("onnx/model.onnx")
                ? "onnx/model.onnx"
                : headers.onnx().keySet().iterator().next();
        headers.onnx().get(main).tell(facts);
        facts.put("onnxFiles", headers.onnx().size());
    }

    private void configs(Profile profile) {
        model.json("config.json").ifPresent(this::config);
        model.json("adapter_config.json").ifPresent(adapter -> {
            text("baseModel", adapter.path("base_model_name_or_path"));
            text("adapterType", adapter.path("peft_type"));
        });
        if (profile == Profile.DIFFUSERS) {
            model.json("model_index.json").ifPresent(index -> text("architecture", index.path("_class_name")));
        }
    }

    private void config(JsonNode config) {
        text("architecture", config.path("architectures").path(0));
        text("modelType", config.path("model_type"));
        text("quantization", config.path("quantization_config").path("quant_method"));
        JsonNode dtype = config.has("dtype") ? config.get("dtype") : config.path("torch_dtype");
        if (!facts.containsKey("dtype") && DTYPES.containsKey(dtype.asText())) {
            facts.put("dtype", DTYPES.get(dtype.asText()));
        }
        if (config.path("max_position_embeddings").canConvertToLong()) {
            facts.putIfAbsent(
                    "contextLength", config.get("max_position_embeddings").asLong());
        }
        if (config.has("auto_map")) {
            facts.put("remoteCode", true);
            String files = ModelFiles.list(model.where(path -> path.endsWith(".py")).stream()
                    .map(ModelFile::path)
                    .toList());
            model.note("config.json has an auto_map: loading it may run Python code of the model"
                    + (files.isEmpty() ? "." : " (" + files + ")."));
        }
    }

    private void text(String fact, JsonNode value) {
        if (value.isTextual() && !value.asText().isEmpty() && value.asText().length() <= MAX_TEXT) {
            facts.putIfAbsent(fact, value.asText());
        }
    }
}
