package dev.modeldock.sources.local;

import java.util.Locale;
import java.util.Set;

/** Tells by a file's name alone whether it may belong to a model; what it holds is the host's to check. */
final class ModelLike {
    private static final Set<String> NAMES =
            Set.of("config.json", "model_index.json", "adapter_config.json", "modules.json");
    private static final Set<String> EXTENSIONS = Set.of(
            "safetensors",
            "gguf",
            "onnx",
            "bin",
            "pt",
            "pth",
            "ckpt",
            "pkl",
            "h5",
            "hdf5",
            "keras",
            "tflite",
            "pb",
            "npz",
            "tlt",
            "etlt",
            "engine",
            "mlmodel",
            "msgpack");
    private static final Set<String> LITTER = Set.of(".DS_Store", "Thumbs.db", "desktop.ini");
    private static final Set<String> LITTER_DIRECTORIES = Set.of("__MACOSX", ".git", ".cache");

    private ModelLike() {}

    static boolean file(String path) {
        String name = Names.last(path).toLowerCase(Locale.ROOT);
        return NAMES.contains(name)
                || name.endsWith(".index.json")
                || EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /** What desktops, git and download tools leave behind. */
    static boolean litter(String path) {
        String[] segments = path.split("/");
        for (int i = 0; i < segments.length - 1; i++) {
            if (litterDirectory(segments[i])) {
                return true;
            }
        }
        String name = segments[segments.length - 1];
        return LITTER.contains(name) || name.startsWith("._");
    }

    static boolean litterDirectory(String name) {
        return LITTER_DIRECTORIES.contains(name);
    }
}
