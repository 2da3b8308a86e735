package dev.modeldock.formats;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a set of files can be loaded as. */
public enum Profile {
    /** config.json and model.safetensors. */
    TRANSFORMERS_SAFETENSORS("safetensors"),
    /** config.json and model.safetensors.index.json with its shards. */
    TRANSFORMERS_SAFETENSORS_SHARDED("safetensors"),
    /** config.json and pytorch_model.bin. */
    TRANSFORMERS_PYTORCH("pytorch"),
    /** config.json and pytorch_model.bin.index.json with its shards. */
    TRANSFORMERS_PYTORCH_SHARDED("pytorch"),
    /** One or more .gguf files. */
    GGUF("gguf"),
    /** One or more .onnx files. */
    ONNX("onnx"),
    /** adapter_config.json and adapter weights, to be put on a base model. */
    PEFT_ADAPTER("adapter"),
    /** model_index.json and a folder for each component. */
    DIFFUSERS("diffusers"),
    /** modules.json and what it names. */
    SENTENCE_TRANSFORMERS("sentence-transformers"),
    /** Safetensors files without a config.json. */
    SAFETENSORS("safetensors"),
    /** Pickled weights without a config.json. */
    PYTORCH("pytorch"),
    /** Anything else. */
    FILES("files");

    private final String format;

    Profile(String format) {
        this.format = format;
    }

    /** The stable word in JSON, such as {@code transformers-safetensors}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The format of the weights, for the fact {@code format}. */
    String format() {
        return format;
    }
}
