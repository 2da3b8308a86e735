package dev.modeldock.formats;

import java.util.List;
import java.util.Map;

/**
 * Tells what a set of files is as a model. Only headers, indexes and small JSON files are read, in bounded memory, and
 * nothing is ever executed.
 */
public final class Formats {
    /**
     * Look at the files of one model.
     *
     * <p>Every safetensors, GGUF and ONNX file and every index of weights is checked, every pickle is scanned unless
     * {@code request} knows its scan already. Files without any known profile are {@link Profile#FILES}, an empty list
     * too.
     *
     * @throws dev.modeldock.problems.DockException {@code INVALID_MODEL} when a file is not what its name says or the
     *     model lacks a part that it names; {@code UNSAFE_MODEL} when a pickle is dangerous and the request does not
     *     allow that; both with the exact reason. What is lacking of a model that is growing is noted instead.
     */
    public Inspection inspect(List<ModelFile> files, InspectionRequest request) {
        ModelFiles model = new ModelFiles(files, request.growing());
        WeightHeaders headers = WeightHeaders.read(model);
        Shards shards = Shards.check(model);
        Recognition recognition = new Recognition(model, shards, request.adapter());
        Profile profile = recognition.profile();
        Map<String, PickleScan> scans = PickleChecks.scan(model, request);
        Map<String, Object> facts = new Facts(model, headers).of(profile, recognition);
        return new Inspection(profile, facts, scans, model.notes());
    }

    /**
     * Look at one file of a model whose others are still to come, for what could run code: a pickle is scanned unless
     * {@code request} knows its scan.
     *
     * @return the scan by the file's SHA-256, if it is a pickle
     * @throws dev.modeldock.problems.DockException {@code UNSAFE_MODEL} as for {@link #inspect}
     */
    public Map<String, PickleScan> scan(ModelFile file, InspectionRequest request) {
        return PickleChecks.scan(new ModelFiles(List.of(file), true), request);
    }

    /** Whether the tensors of a file of such a path can be told. */
    public static boolean tellsTensors(String path) {
        return path.endsWith(".safetensors") || path.endsWith(".gguf");
    }

    /**
     * Tell the tensors of a file that {@linkplain #tellsTensors tells them}, in the order of its header.
     *
     * @throws dev.modeldock.problems.DockException {@code INVALID_MODEL} when it is not what its name says
     */
    public void tensors(ModelFile file, Tensor.Sink sink) {
        ModelFiles alone = new ModelFiles(List.of(file), true);
        if (file.path().endsWith(".gguf")) {
            alone.read(file, "GGUF file", bytes -> GgufHeader.read(bytes, file.path(), sink));
        } else {
            alone.read(file, "safetensors file", bytes -> SafetensorsHeader.read(bytes, file.path(), sink));
        }
    }

    /** Whether a file of such a path is scanned for pickles. */
    public static boolean looksForPickles(String path) {
        return PickleChecks.looksInto(path);
    }
}
