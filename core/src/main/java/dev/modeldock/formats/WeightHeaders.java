package dev.modeldock.formats;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Checks the header of every weight file whose name says safetensors, GGUF or ONNX. */
final class WeightHeaders {
    private static final List<String> WEIGHT_ENDINGS = List.of(
            ".safetensors",
            ".gguf",
            ".onnx",
            ".onnx_data",
            ".bin",
            ".pt",
            ".pth",
            ".ckpt",
            ".pkl",
            ".pickle",
            ".joblib",
            ".h5",
            ".keras",
            ".msgpack",
            ".npz",
            ".npy",
            ".tflite",
            ".model",
            ".pb");
    private static final int LFS_POINTER = 1024;

    private final ModelFiles model;
    private final Map<String, TensorCount> counts = new TreeMap<>();
    private final Map<String, GgufHeader> ggufs = new TreeMap<>();
    private final Map<String, OnnxModel> onnx = new TreeMap<>();

    private WeightHeaders(ModelFiles model) {
        this.model = model;
    }

    /** Read all of them; the first that is not what its name says is refused. */
    static WeightHeaders read(ModelFiles model) {
        WeightHeaders headers = new WeightHeaders(model);
        model.all().forEach(headers::checkLfs);
        model.where(path -> path.endsWith(".safetensors")).forEach(headers::safetensors);
        model.where(path -> path.endsWith(".gguf")).forEach(headers::gguf);
        model.where(path -> path.endsWith(".onnx")).forEach(headers::onnx);
        return headers;
    }

    /** Tensors of safetensors and GGUF files by path. */
    Map<String, TensorCount> counts() {
        return counts;
    }

    Map<String, GgufHeader> ggufs() {
        return ggufs;
    }

    Map<String, OnnxModel> onnx() {
        return onnx;
    }

    private void checkLfs(ModelFile file) {
        if (file.size() > LFS_POINTER || !model.read(file, "file", bytes -> Magic.isLfsPointer(bytes.head(64)))) {
            return;
        }
        String shown = ModelFiles.shown(file.path());
        String lower = file.path().toLowerCase(Locale.ROOT);
        if (WEIGHT_ENDINGS.stream().anyMatch(lower::endsWith)) {
            throw new DockException(
                    Problem.INVALID_MODEL,
                    shown + " is a Git LFS pointer and not the weights it points to. Fetch them (git lfs pull) and"
                            + " bring the model again.",
                    Map.of("path", file.path(), "reason", "it is a Git LFS pointer"));
        }
        model.note(shown + " is a Git LFS pointer and not the file it points to.");
    }

    private void safetensors(ModelFile file) {
        SafetensorsHeader header = model.read(file, "safetensors file", SafetensorsHeader::read);
        if (!header.unknownDtypes().isEmpty()) {
            model.note(ModelFiles.shown(file.path()) + " has tensors of unknown types, whose sizes were not checked: "
                    + ModelFiles.list(header.unknownDtypes()) + ".");
        }
        counts.put(file.path(), header.count());
    }

    private void gguf(ModelFile file) {
        GgufHeader header = model.read(file, "GGUF file", GgufHeader::read);
        if (header.unknownTypes()) {
            model.note(ModelFiles.shown(file.path()) + " has tensors of unknown types, whose sizes were not checked.");
        }
        counts.put(file.path(), header.count());
        ggufs.put(file.path(), header);
    }

    private void onnx(ModelFile file) {
        OnnxModel read = model.read(file, "ONNX file", OnnxModel::read);
        read.external().forEach((location, length) -> external(file, location, length));
        onnx.put(file.path(), read);
    }

    private void external(ModelFile file, String location, long length) {
        String plain = location.startsWith("./") ? location.substring(2) : location;
        String path = ModelFiles.folder(file.path()) + plain;
        String where = "The external data file " + ModelFiles.shown(location) + " of " + ModelFiles.shown(file.path());
        if (!model.has(path)) {
            model.lacks(where + " is missing. Bring the model with all of its files.", List.of(location));
            return;
        }
        long size = model.file(path).size();
        if (size < length) {
            throw new DockException(
                    Problem.INVALID_MODEL,
                    where + " has " + size + " bytes but tensors reach to byte " + length
                            + ": it is cut short. Bring this file again from its origin.",
                    Map.of("path", path, "reason", "it is cut short"));
        }
    }
}
